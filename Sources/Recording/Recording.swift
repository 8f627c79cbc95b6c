// Recording: being built.
