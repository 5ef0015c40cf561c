// SPDX-License-Identifier: Apache-2.0

// What a line of a text file is, told from the line alone.

/// The name in `By Ana Ngo`; nil when the line is no byline. A sentence that begins with "By" has words in lower case.
func bylineName(_ line: String) -> String? {
    guard let start = line.utf8.first, start | 0x20 == UInt8(ascii: "b"),
        line.hasPrefix("By ") || line.hasPrefix("BY ") || line.hasPrefix("by ")
    else { return nil }
    let name = trimmingWhitespace(line.dropFirst(3))
    let words = name.split(separator: " ")
    guard 1...12 ~= words.count, !name.contains(where: \.isNumber), let last = name.last, !".!?:".contains(last) else {
        return nil
    }
    let small: Set<Substring> = [
        "and", "of", "in", "for", "the", "de", "da", "di", "van", "von", "der", "la", "le", "bin", "ibn",
    ]
    let isName = words.allSatisfy { word in
        small.contains(word) || word.first?.isUppercase == true || word.hasPrefix("al-") || word.hasPrefix("el-")
    }
    guard isName, words[0].first?.isUppercase == true || words[0].contains("-") else { return nil }
    return name
}

/// The date of a line that says nothing else: `March 4, 2019`, `Published: 4 March 2019, 10:15 am`, `Updated 5 March
/// 2019`.
func dateLine(_ line: String) -> (date: PublicationDate, isUpdate: Bool)? {
    guard line.utf8.count <= 70, line.utf8.contains(where: { 0x30...0x39 ~= $0 }) else { return nil }
    let words = line.lowercased().split(whereSeparator: { " :".contains($0) })
    var isUpdate = false
    var count = 0
    let labels: Set<Substring> = ["first", "last", "published", "posted", "updated", "modified", "date", "on", "at"]
    for word in words {
        guard labels.contains(word) else { break }
        if word == "updated" || word == "modified" { isUpdate = true }
        count += 1
    }
    var rest = Substring(line)
    for _ in 0..<count {
        rest = rest.drop { " :".contains($0) }.drop { !" :".contains($0) }
    }
    rest = rest.drop { " :".contains($0) }
    guard let date = try? PublicationDate(parsing: trimmingWhitespace(rest), provenance: .text) else { return nil }
    // A lone number may be a year, and may be anything.
    guard date.precision != .year, rest.contains(where: { !$0.isNumber }) else { return nil }
    return (date, isUpdate)
}

/// The field and the value of a line like `Section: Business`.
func fieldLine(_ line: String) -> (ArticleField, String)? {
    // The longest name has nine letters.
    guard let colon = line.utf8.prefix(10).firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let value = trimmingWhitespace(line[line.index(after: colon)...])
    guard !value.isEmpty else { return nil }
    let field: ArticleField
    switch line[..<colon].lowercased() {
    case "id": field = .id
    case "by", "byline", "author": field = .byline
    case "source": field = .source
    case "section": field = .section
    case "place": field = .place
    case "language": field = .language
    case "url", "link": field = .url
    case "tags", "keywords": field = .tags
    case "date", "published": field = .date
    case "updated": field = .updated
    default: return nil
    }
    return (field, value)
}

/// Whether the line is the text below a picture, with or without its credit.
func isCaption(_ line: LoweredLine) -> Bool {
    guard line.count <= LoweredLine.longest else { return false }
    if line.begins(with: captionOpenings, at: line.leading(Array("[(*_".utf8))) { return true }
    // A credit at the end: `The ferry at dawn. (Photo: A. Ngo)`, `... Credit: Harbour Post`, `... A. Ngo/Agency
    // Images`.
    return line.contains(creditSigns, from: line.start(ofLast: 70))
}

private let captionOpenings = [[UInt8]](
    words: "photo:", "photos:", "photo by ", "photo credit", "photograph:", "photograph by ", "photography:", "picture:",
    "pictured:", "pictured above", "image:", "image credit", "caption:", "credit:", "file photo", "illustration:", "graphic:", "©")
private let creditSigns = [[UInt8]](
    words: "photo:", "(photo", "photograph:", "photo by ", "picture:", "credit:", "image:", "/getty", " photo)", "/afp", "/ap)")

/// Whether a line below a caption is its credit.
func isCredit(_ line: LoweredLine) -> Bool { line.count <= 80 && line.begins(with: creditOpenings) }

private let creditOpenings = [[UInt8]](words: "photo", "credit", "picture", "image", "©")

/// Whether the line is part of the page and not of the story: a newsletter pitch, a link to another story, an
/// advertisement.
func isFurniture(_ line: LoweredLine) -> Bool {
    guard line.count <= 300 else { return false }
    if line.begins(with: furnitureOpenings, at: line.leading(Array("[(*_> ".utf8), dashes: true)) {
        // "Sign up" may also begin a sentence of the story; a pitch names what one gets, or is short.
        return line.count <= 90 || line.contains(pitches)
    }
    return line.contains(asks) && line.contains(pitches)
}

private let furnitureOpenings = [[UInt8]](
    words: "read more", "read also", "read next", "see also", "related:", "more on this", "advertisement", "story continues",
    "share this", "follow us", "click here", "newsletter:", "subscribe ", "sign up ", "support our journalism",
    "download our app", "listen:", "watch:", "already a subscriber")
private let asks = [[UInt8]](words: "sign up", "subscribe", "get the", "join our", "delivered")
private let pitches = [[UInt8]](words: "newsletter", "briefing", "your inbox", "by email", "by e-mail", "email alerts")

/// Whether a line that stands alone is a sub-heading: short, and without the end of a sentence.
func isHeading(_ line: String) -> Bool {
    guard line.utf8.count <= 70, line.utf8.split(separator: 0x20).count <= 9, let last = line.unicodeScalars.last,
        let first = line.first
    else { return false }
    return !".!?…:;,\"”’)".unicodeScalars.contains(last) && (first.isUppercase || first.isNumber || "“‘\"".contains(first))
}
