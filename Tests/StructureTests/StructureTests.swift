// StructureTests: being built.
