// SPDX-License-Identifier: Apache-2.0

/// Web archives (WARC 1.0 and 1.1), such as CC-News: pages as servers sent them. What is no page of HTML, or none that
/// was found, is passed over and counted.
struct WARCFormat: RecordFormat {
    let name = "warc"
    let fileExtensions = ["warc", "wet"]

    func matches(_ head: FileHead) -> Bool { head.bytes.starts(with: "WARC/".utf8) }
    func makeCutter(_ head: FileHead) -> any RecordCutter { WARCCutter() }
    func makeReader(mapping: FieldMapping) -> any ArticleReader { WARCReader() }
}

/// Cuts by the length that each record's header states; where that is wrong, at the next header.
private struct WARCCutter: RecordCutter {
    /// A longer header is none.
    private static let maximumHeader = 1 << 16

    /// Where the record ends, as an offset in the file.
    private var end: Int?

    mutating func cut(_ bytes: borrowing RecordBytes, from start: Int, searchStart: Int) -> RecordCut? {
        if end == nil {
            var at = start
            // Blank lines between records, more of them than the standard says in some archives.
            while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
            if at > start { return RecordCut(end: at, kind: .gap) }
            // Not a record: a length before it was wrong. All of it is one, up to the next header.
            if bytes.count - start >= 5, !bytes.has("WARC/", at: start) {
                return nextHeader(bytes, from: max(start, searchStart - RecordBytes.overlap)).map { RecordCut(end: $0) }
            }
            guard let header = headerEnd(bytes, from: start) else { return nil }
            guard let length = length(bytes, start..<header) else {
                return nextHeader(bytes, from: max(start, searchStart - RecordBytes.overlap)).map { RecordCut(end: $0) }
            }
            end = bytes.fileOffset + header + length
        }
        guard let end else { return nil }
        var next = end - bytes.fileOffset
        while next < bytes.count, bytes[next] <= 0x20 { next += 1 }
        // Where the file ends, so does the record.
        guard next + 5 <= bytes.count else { return nil }
        self.end = nil
        if !bytes.has("WARC/", at: next), let inside = nextHeader(bytes, from: start) {
            // A length that is too large: the next record counts, not the number.
            return RecordCut(end: inside)
        }
        return RecordCut(end: end - bytes.fileOffset)
    }

    private func nextHeader(_ bytes: borrowing RecordBytes, from start: Int) -> Int? {
        var at = start
        while let line = bytes.firstIndex(of: 0x0A, from: at) {
            guard line + 7 <= bytes.count else { return nil }
            if bytes.has("WARC/1", at: line + 1) { return line + 1 }
            at = line + 1
        }
        return nil
    }

    private func headerEnd(_ bytes: borrowing RecordBytes, from start: Int) -> Int? {
        var at = start
        while let line = bytes.firstIndex(of: 0x0A, from: at) {
            if line - start > WARCCutter.maximumHeader { return line + 1 }
            if bytes.has("\r\n", at: line + 1) { return line + 3 }
            if bytes.has("\n", at: line + 1) { return line + 2 }
            at = line + 1
        }
        return nil
    }

    private func length(_ bytes: borrowing RecordBytes, _ header: Range<Int>) -> Int? {
        guard bytes.has("WARC/", at: header.lowerBound) else { return nil }
        let message = MailMessage(bytes.slice(header))
        guard let length = message["content-length"].flatMap({ Int($0) }), length >= 0, length < 1 << 50 else { return nil }
        return length
    }
}

final class WARCReader: ArticleReader {
    /// A page that inflates to more than this is no news page.
    private static let maximumPage = 32 << 20

    let fieldUses: [FieldUse] = []
    private let extractor = PageExtractor()

    func article(
        in bytes: [UInt8], at range: Range<Int>, origin: RecordOrigin, notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        let record = bytes[range]
        guard record.contains(where: { $0 > 0x20 }) else { return nil }
        guard record.starts(with: "WARC/".utf8) else {
            throw RecordRefusal(kind: .malformed, reason: "not the header of a WARC record")
        }
        let message = MailMessage(record)
        let type = message["warc-type"]?.lowercased() ?? ""
        guard let length = message["content-length"].flatMap({ Int($0) }), length >= 0 else {
            throw RecordRefusal(kind: .malformed, reason: "a WARC record without its length, or cut off")
        }
        guard ["response", "resource", "conversion"].contains(type) else { return nil }
        guard message.content.count >= length else {
            throw RecordRefusal(
                kind: .malformed,
                reason: "a WARC record that is cut off: \(message.content.count) bytes of \(length)")
        }
        let url = message["warc-target-uri"]?.trimmingCharacters(in: "<> ")
        let content = message.content.prefix(length)
        switch type {
        case "response": return try response(content, url, origin, &notes)
        case "resource", "conversion":
            return try page(content, message["content-type"] ?? "", url, origin, &notes)
        default: return nil
        }
    }

    private func response(
        _ content: ArraySlice<UInt8>, _ url: String?, _ origin: RecordOrigin, _ notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        guard content.starts(with: "HTTP/".utf8) else {
            notes.passOver("a response that is not HTTP")
            return nil
        }
        let status = content.split(separator: 0x20, maxSplits: 2).dropFirst().first.map { String(decoding: $0.prefix(3), as: UTF8.self) }
        guard status == "200" || status == "203" else {
            notes.passOver("a page with HTTP status \(status ?? "unknown")")
            return nil
        }
        let message = MailMessage(content)
        var body = message.content
        if message["transfer-encoding"]?.lowercased().contains("chunked") == true, let whole = WARCReader.unchunked(body) {
            body = whole[...]
        }
        if let encoding = message["content-encoding"]?.lowercased() {
            body = try WARCReader.inflated(body, encoding)
        }
        return try page(body, message["content-type"] ?? "text/html", url, origin, &notes)
    }

    private func page(
        _ body: ArraySlice<UInt8>, _ type: String, _ url: String?, _ origin: RecordOrigin, _ notes: inout RecordNotes
    ) throws(RecordRefusal) -> Article? {
        let kind = type.lowercased().prefix { $0 != ";" && $0 != " " }
        guard kind.isEmpty || kind == "text/html" || kind == "application/xhtml+xml" else {
            notes.passOver("a page of type \(kind)")
            return nil
        }
        let charset = MailMessage.parameter("charset", of: type)
        return try extractor.article(in: body, charset: charset, url: url, origin: origin, notes: &notes)
    }

    /// The content of chunks; nil when it is not in chunks, as in archives that put them together and left the header.
    private static func unchunked(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = bytes
        while let line = rest.firstIndex(of: 0x0A) {
            let digits = rest[..<line].prefix { $0 != UInt8(ascii: ";") && $0 > 0x20 }
            // `Int` would take a sign.
            guard digits.count <= 8, digits.first != UInt8(ascii: "-"), digits.first != UInt8(ascii: "+"),
                let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            let chunk = rest[(line + 1)...].prefix(size)
            result += chunk
            if size == 0 || chunk.count < size { return result }
            rest = rest[chunk.endIndex...].drop { $0 == 0x0D || $0 == 0x0A }
        }
        return result.isEmpty ? nil : result
    }

    /// What a server compressed; bytes that an archive has inflated already are returned as they are.
    private static func inflated(_ bytes: ArraySlice<UInt8>, _ encoding: String) throws(RecordRefusal) -> ArraySlice<UInt8> {
        let isGzip = GzipStream.matches(bytes)
        guard isGzip || encoding == "deflate" && bytes.first == 0x78 else {
            guard encoding == "br" || encoding == "zstd", bytes.first != UInt8(ascii: "<") else { return bytes }
            throw RecordRefusal(kind: .unknownFormat, reason: "a page compressed as \(encoding), which is not read")
        }
        guard let inflater = try? Inflater(isGzip ? .gzip : .zlib) else { return bytes }
        var buffer = InputBuffer(capacity: 4 * bytes.count)
        var rest = bytes
        while !inflater.hasEnded, !inflater.isDamaged {
            let (used, written) = inflater.inflate(rest, into: &buffer, room: 256 * 1024)
            rest = rest.dropFirst(used)
            guard buffer.count <= maximumPage else {
                throw RecordRefusal(kind: .refused, reason: "a page of more than \(maximumPage) bytes when inflated")
            }
            if used == 0, written == 0 { break }
        }
        return buffer.storage[..<buffer.count]
    }
}
