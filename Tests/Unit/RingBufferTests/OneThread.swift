import Glibc

/// Runs a closure on a second thread beside another one on this thread.
enum OneThread {
    private final class Body: @unchecked Sendable {
        // Safety: handed to one thread once.
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func run<Result>(_ other: @escaping @Sendable () -> Void, while here: () -> Result) -> Result {
        var thread = pthread_t()
        let body = Unmanaged.passRetained(Body(other))
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        precondition(code == 0)
        let result = here()
        pthread_join(thread, nil)
        return result
    }

    static func yield() { sched_yield() }
}
