// Interface: being built.
