// PublishingTests: being built.
