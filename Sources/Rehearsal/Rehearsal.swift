// Rehearsal: being built.
