import CLinux
import Glibc
import Synchronization

/// Bells for which other programs wait, and which one thread rings without ever waiting for them.
///
/// A bell is a pair of sockets. An eventfd would not do: its flags belong to all that hold it, so a program to which it was passed
/// could make the thread that rings it block. Each place keeps one descriptor number for ever, and another socket is put there in
/// one step: the ringing thread cannot hit a number that was closed and used again.
public final class BellBoard: Sendable {
    /// How many programs can wait. It bounds what a sample costs the thread that rings.
    public static let places = 8

    private let numbers: [Int32]
    private let claimed = Atomic<UInt64>(0)
    private let rung = Atomic<UInt64>(0)

    public init() throws(SystemError) {
        var numbers: [Int32] = []
        for _ in 0..<Self.places {
            let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            guard number >= 0 else {
                for number in numbers { close(number) }
                throw SystemError("socket")
            }
            numbers.append(number)
        }
        self.numbers = numbers
    }

    deinit { for number in numbers { close(number) } }

    /// Rings every bell that somebody has. One thread; neither allocates, locks nor waits.
    public func ring() {
        var left = rung.load(ordering: .acquiring)
        while left != 0 {
            clinux_ring(numbers[left.trailingZeroBitCount])
            left &= left &- 1
        }
    }

    /// A place with its bell, given up when the value ends. Its descriptor may be passed on; it is readable after a ring.
    public final class Place: Sendable {
        private let board: BellBoard
        private let place: Int
        private let bell: Descriptor
        /// The end for the program that waits.
        public var number: Int32 { bell.number }

        fileprivate init(_ board: BellBoard, _ place: Int, _ bell: consuming Descriptor) {
            self.board = board
            self.place = place
            self.bell = bell
        }

        deinit { board.leave(place) }
    }

    /// Takes a place; `nil` when all are taken. Any thread that may make system calls.
    public func take() throws(SystemError) -> Place? {
        for place in 0..<Self.places {
            let bit = UInt64(1) << UInt64(place)
            guard claimed.bitwiseOr(bit, ordering: .acquiring).oldValue & bit == 0 else { continue }
            var ends: [Int32] = [-1, -1]
            guard clinux_bell(&ends) == 0 else {
                claimed.bitwiseAnd(~bit, ordering: .releasing)
                throw SystemError("socketpair")
            }
            let rungEnd = Descriptor(owning: ends[0])
            let bell = Descriptor(owning: ends[1])
            guard clinux_put(rungEnd.number, numbers[place]) == 0 else {
                claimed.bitwiseAnd(~bit, ordering: .releasing)
                throw SystemError("dup3")
            }
            rung.bitwiseOr(bit, ordering: .releasing)
            return Place(self, place, bell)
        }
        return nil
    }

    private func leave(_ place: Int) {
        let bit = UInt64(1) << UInt64(place)
        rung.bitwiseAnd(~bit, ordering: .relaxed)
        // Whoever waits for the bell learns that nobody rings it any more.
        shutdown(numbers[place], Int32(SHUT_RDWR))
        claimed.bitwiseAnd(~bit, ordering: .releasing)
    }
}
