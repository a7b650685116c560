/** Ends the run with the line that machines read: `N passed, N failed, N skipped`. */
export default class TallyReporter {
  onRunComplete(_, { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
    // A test file that cannot even be loaded holds no failed test, yet it is a failure.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const line = `${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`;
    // At the exit, since the default reporter has its last word after this one.
    process.once('exit', () => process.stdout.write(line));
  }
}
