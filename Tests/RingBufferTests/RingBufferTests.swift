// RingBufferTests: being built.
