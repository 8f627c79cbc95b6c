import Foundation
import Interface
import MessageGenerator
import Messages
import Testing

struct GeneratedMessagesTests {
    @Test(arguments: MessageGenerator.interfaces.indices)
    func messagesAreThoseOfTheInterfaces(_ place: Int) throws {
        let interface = MessageGenerator.interfaces[place]
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = "Sources/Messages/" + MessageGenerator.fileName(of: interface)
        let kept = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        let isCurrent = try kept == MessageGenerator.text(of: interface)
        #expect(isCurrent, "\(path) is not what \(interface.name) says: run \(MessageGenerator.command)")
    }

    @Test func textsThatAreNoInterfaceAreRefused() {
        for text in [
            "type A (b: Missing", "type A b: int)", "type A (b: number)", "method M(a: int) (b: int)", "type (a: int)", "this",
            "type A (a: int;)", "type Type (a: int)",
        ] {
            #expect(throws: (any Error).self, "\(text)") {
                try MessageGenerator.text(of: InterfaceDescription(Array("interface org.x.y1\n\(text)\n".utf8)))
            }
        }
    }
}
