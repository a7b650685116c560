"""Tells what the stages of a script cost: a line of JSON for each, and one with what the script found."""
import json
import resource
import time

PEAK = 'VmHWM:'


def reset_peak():
    """From here on the peak of resident memory is counted anew, where the kernel allows it."""
    try:
        with open('/proc/self/clear_refs', 'w') as file:
            file.write('5')
    except OSError:
        pass


def peak():
    """Highest resident memory since the last reset, in bytes."""
    with open('/proc/self/status') as file:
        return next(1024 * int(line.split()[1]) for line in file if line.startswith(PEAK))


def processor():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def stage(name, work):
    """What `work` returns, its cost told."""
    reset_peak()
    began, before = time.perf_counter(), processor()
    found = work()
    seconds, cpu = time.perf_counter() - began, processor() - before
    print(json.dumps({'stage': name, 'wall': seconds, 'cpu': cpu, 'peak': peak()}), flush=True)
    return found


def found(**values):
    print(json.dumps({'found': values}), flush=True)
