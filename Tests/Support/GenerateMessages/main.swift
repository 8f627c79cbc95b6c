import Foundation
import MessageGenerator

// usage: generate-messages FOLDER   writes the messages of all interfaces into FOLDER
let folder = URL(fileURLWithPath: CommandLine.arguments.dropFirst().first ?? ".")
for interface in MessageGenerator.interfaces {
    let file = folder.appendingPathComponent(MessageGenerator.fileName(of: interface))
    try MessageGenerator.text(of: interface).write(to: file, atomically: true, encoding: .utf8)
}
