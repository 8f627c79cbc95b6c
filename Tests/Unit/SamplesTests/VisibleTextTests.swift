import Samples
import Testing

struct VisibleTextTests {
    @Test func whatWouldMoveACursorOrTurnTheWritingIsShown() {
        #expect("a\u{1B}[2Jb\u{7F}".visible() == "a\\u001b[2Jb\\u007f")
        // The one-byte form of an escape sequence, and the ends of lines that are no line feed.
        #expect("\u{9B}31m\u{2028}\r".visible(keepingLines: true) == "\\u009b31m\\u2028\\u000d")
        #expect("exe.\u{202E}gnp\u{2066}\u{200F}".visible() == "exe.\\u202egnp\\u2066\\u200f")
    }

    @Test func whatIsOnlyAnotherAlphabetStaysAsItIs() {
        for text in ["", "Zoë 5 µm ± 0,1", "שלום", "مرحبا", "日本", "👩\u{200D}🔬"] { #expect(text.visible() == text) }
    }

    @Test func aTextWithLinesOfItsOwnKeepsThem() {
        #expect("a\tb\nc".visible(keepingLines: true) == "a\tb\nc")
        #expect("a\tb\nc".visible() == "a\\u0009b\\u000ac")
    }
}
