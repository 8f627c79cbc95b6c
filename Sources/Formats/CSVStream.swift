/// A table whose rows are never all in memory. Each reading goes through the file once, piece by piece, and gives the rows of
/// ``CSVTable``, with the same bits.
public struct CSVStream {
    /// Why there are no rows.
    public enum Failure: Error {
        /// What is wrong with the table.
        case table(CSVError)
        /// Why it can only be read as a whole.
        case needsWhole(String)
    }

    /// The table of the first lines, from which the columns can be chosen.
    public let beginning: CSVTable
    /// Whether the first lines are all of them.
    public let isWhole: Bool
    private let open: () -> () -> [UInt8]
    private let text: CSVPieces.Text
    private let head: [UInt8]
    private let shape: CSVShape

    /// Reads the text once, to know how it is encoded.
    ///
    /// - Parameters:
    ///   - layout: what is known of the layout.
    ///   - count: bytes of the first lines.
    ///   - open: begins to read the file; the function that it returns gives the next bytes, and none at the end.
    public init(
        layout: CSVTable.Layout = .init(), beginning count: Int = 4 << 20, _ open: @escaping () -> () -> [UInt8]
    ) throws(Failure) {
        self.open = open
        text = try CSVPieces.Text(open())
        var pieces = CSVPieces(open(), text)
        var head: [UInt8] = []
        while head.count < count, let piece = try pieces.next() { head += piece }
        self.head = head
        isWhole = pieces.isEnded
        do throws(CSVError) {
            shape = try CSVLayoutFinder(bytes: head, layout: layout).shape()
            beginning = try CSVReader.read(head, shape, notes: [])
        } catch {
            throw isWhole ? .table(error) : .needsWhole(error.description)
        }
    }

    /// Calls `body` with each row and the number of its line.
    ///
    /// - Returns: the table without its rows. Rows behind its `rowCount` are below the table.
    public func read(_ body: (_ row: [Double], _ line: Int) throws(Failure) -> Void) throws(Failure) -> CSVTable {
        var reader = CSVReader(bytes: head, shape: shape, keepsRows: false)
        var lines = CSVLineStream(CSVPieces(open(), text), separator: shape.separator)
        while !reader.isEnded, let line = try lines.next() {
            guard line.number >= shape.firstRowLine else { continue }
            let before = reader.rowCount
            do throws(CSVError) { try reader.take(line, in: lines.bytes) } catch { throw .table(error) }
            if reader.rowCount > before { try body(reader.row, line.number) }
        }
        do throws(CSVError) { return try reader.table(beginningWith: head, notes: text.notes) } catch { throw .table(error) }
    }
}

/// Text in pieces of complete lines, in UTF-8 and with line feeds only.
struct CSVPieces {
    /// What the whole text is like.
    struct Text {
        private(set) var isUTF8 = true
        private(set) var byteCount = 0
        private(set) var notes: [CSVNote] = []

        init(_ read: @escaping () -> [UInt8]) throws(CSVStream.Failure) {
            var pieces = CSVPieces(read, count: .max)
            var zeros = 0
            var start: [UInt8] = []
            while let piece = try pieces.raw() {
                // The first lines may be shorter than what a file is known by.
                if start.count < CSVText.startBytes {
                    start += piece.prefix(CSVText.startBytes - start.count)
                    if start.count == CSVText.startBytes { try Self.judge(start) }
                }
                if piece.contains(0x1A) { throw .needsWhole("it has the end-of-file mark of DOS") }
                if isUTF8, piece.contains(where: { $0 >= 0x80 }) { isUTF8 = String(validating: piece, as: UTF8.self) != nil }
                byteCount += piece.count
                let last = piece.reversed().prefix { $0 == 0 }.count
                zeros = last == piece.count ? zeros + last : last
            }
            if start.count < CSVText.startBytes { try Self.judge(start) }
            byteCount -= zeros
            if zeros > 0 { notes.append(.zerosAtEnd(count: zeros)) }
            if !isUTF8 { notes.append(.encoding("Windows-1252")) }
        }

        private static func judge(_ start: [UInt8]) throws(CSVStream.Failure) {
            if let kind = CSVText.foreign(start) { throw .table(.notATable(kind: kind)) }
            if CSVText.utf16(start) != nil { throw .needsWhole("its text is UTF-16") }
        }
    }

    /// The longest line, and the longest quoted cell, in bytes.
    static let longest = 16 << 20
    private let read: () -> [UInt8]
    private let isUTF8: Bool
    private var left: Int
    private var rest: [UInt8] = []
    private var isFirst = true
    private(set) var isEnded = false

    init(_ read: @escaping () -> [UInt8], _ text: Text) {
        self.init(read, count: text.byteCount, isUTF8: text.isUTF8)
    }

    private init(_ read: @escaping () -> [UInt8], count: Int, isUTF8: Bool = true) {
        self.read = read
        self.isUTF8 = isUTF8
        left = count
    }

    /// The next lines; nil at the end.
    mutating func next() throws(CSVStream.Failure) -> [UInt8]? {
        guard var piece = try raw() else { return nil }
        if isFirst, piece.starts(with: CSVText.byteOrderMark) { piece.removeFirst(CSVText.byteOrderMark.count) }
        isFirst = false
        return CSVText.converted(piece, isUTF8: isUTF8)
    }

    private mutating func raw() throws(CSVStream.Failure) -> [UInt8]? {
        while true {
            var more = left > 0 ? read() : []
            if more.count > left { more.removeSubrange(left...) }
            left -= more.count
            if more.isEmpty {
                isEnded = true
                defer { rest = [] }
                return rest.isEmpty ? nil : rest
            }
            guard let end = more.lastIndex(of: 0x0A) else {
                rest += more
                guard rest.count <= Self.longest else { throw .needsWhole("it has a line of more than 16 MB") }
                continue
            }
            let piece = rest + more[...end]
            rest = Array(more[(end + 1)...])
            return piece
        }
    }
}

/// The lines of a text in pieces that are neither blank nor comments.
struct CSVLineStream {
    private var pieces: CSVPieces
    private var cutter: CSVCutter

    init(_ pieces: CSVPieces, separator: CSVTable.Separator) {
        self.pieces = pieces
        cutter = CSVCutter(bytes: [], separator: separator)
    }

    /// What the cells of the last line lie in.
    var bytes: [UInt8] { cutter.bytes }

    mutating func next() throws(CSVStream.Failure) -> CSVLine? {
        while true {
            var ahead = cutter
            let line: CSVLine?
            do throws(CSVError) { line = try ahead.next() } catch {
                // A quoted cell may go on in the next piece.
                guard case .unclosedQuote = error, cutter.rest.count < CSVPieces.longest, let piece = try pieces.next() else {
                    throw .table(error)
                }
                cutter.goOn(with: cutter.rest + piece)
                continue
            }
            cutter = ahead
            if let line { return line }
            guard let piece = try pieces.next() else { return nil }
            cutter.goOn(with: piece)
        }
    }
}
