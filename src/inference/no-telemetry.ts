// Telemetry of the runtime is off before the runtime is loaded: it would write to the home folder and look up a host.
// Set in the main thread and not in a worker, whose environment is a copy that native code does not see.
process.env['ORT_DISABLE_TELEMETRY'] = '1';
