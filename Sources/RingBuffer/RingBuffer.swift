// RingBuffer: being built.
