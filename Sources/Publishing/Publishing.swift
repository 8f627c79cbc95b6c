// Publishing: being built.
