import fc from 'fast-check';

// The same cases for each change of the code; and a change that is found need not be found small.
fc.configureGlobal({ seed: 20261123, endOnFailure: true });
