// SPDX-License-Identifier: Apache-2.0

// What a line of a text file is, told from the line alone.

/// The name in `By Ana Ngo`; nil when the line is no byline. A sentence that begins with "By" has words in lower case.
func bylineName(_ line: String) -> String? {
    guard line.hasPrefix("By ") || line.hasPrefix("BY ") || line.hasPrefix("by ") else { return nil }
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
    guard line.utf8.count <= 70 else { return nil }
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
    guard let colon = line.firstIndex(of: ":") else { return nil }
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
func isCaption(_ line: String) -> Bool {
    guard line.utf8.count <= 600 else { return false }
    let lowered = line.lowercased()
    let start = lowered.drop { "[(*_".contains($0) }
    let openings = [
        "photo:", "photos:", "photo by ", "photo credit", "photograph:", "photograph by ", "photography:", "picture:",
        "pictured:",
        "pictured above", "image:", "image credit", "caption:", "credit:", "file photo", "illustration:", "graphic:",
        "©",
    ]
    if openings.contains(where: { start.hasPrefix($0) }) { return true }
    // A credit at the end: `The ferry at dawn. (Photo: A. Ngo)`, `... Credit: Harbour Post`, `... A. Ngo/Agency
    // Images`.
    let end = lowered.suffix(70)
    let credits = [
        "photo:", "(photo", "photograph:", "photo by ", "picture:", "credit:", "image:", "/getty", " photo)", "/afp",
        "/ap)",
    ]
    return credits.contains { end.contains($0) }
}

/// Whether a line below a caption is its credit.
func isCredit(_ line: String) -> Bool {
    guard line.utf8.count <= 80 else { return false }
    let lowered = line.lowercased()
    return ["photo", "credit", "picture", "image", "©"].contains { lowered.hasPrefix($0) }
}

/// Whether the line is part of the page and not of the story: a newsletter pitch, a link to another story, an
/// advertisement.
func isFurniture(_ line: String) -> Bool {
    guard line.utf8.count <= 300 else { return false }
    let lowered = line.lowercased()
    let start = lowered.drop { "[(*_>– ".contains($0) }
    let openings = [
        "read more", "read also", "read next", "see also", "related:", "more on this", "advertisement",
        "story continues", "share this",
        "follow us", "click here", "newsletter:", "subscribe ", "sign up ", "support our journalism",
        "download our app", "listen:",
        "watch:", "already a subscriber",
    ]
    if openings.contains(where: { start.hasPrefix($0) }) {
        // "Sign up" may also begin a sentence of the story; a pitch names what one gets, or is short.
        return line.utf8.count <= 90 || pitches.contains { lowered.contains($0) }
    }
    let asks = ["sign up", "subscribe", "get the", "join our", "delivered"]
    return asks.contains { lowered.contains($0) } && pitches.contains { lowered.contains($0) }
}

private let pitches = ["newsletter", "briefing", "your inbox", "by email", "by e-mail", "email alerts"]

/// Whether a line that stands alone is a sub-heading: short, and without the end of a sentence.
func isHeading(_ line: String) -> Bool {
    guard line.utf8.count <= 70, line.split(separator: " ").count <= 9, let last = line.last, let first = line.first
    else { return false }
    return !".!?…:;,\"”’)".contains(last) && (first.isUppercase || first.isNumber || "“‘\"".contains(first))
}
