// SPDX-License-Identifier: Apache-2.0

/// The article that a page's JSON-LD describes (schema.org).
struct LinkedArticle {
    private(set) var headline: String?
    private(set) var author: String?
    private(set) var section: String?
    private(set) var publisher: String?
    private(set) var url: String?
    private(set) var keywords: [String] = []
    private(set) var published: String?
    private(set) var created: String?
    private(set) var modified: String?
    private(set) var body: String?
    /// A date of publication that stands with anything else.
    private(set) var pageDate: String?

    /// Longer scripts describe no article.
    private static let maximumBytes = 1 << 20

    /// Reads one script, if it is well-formed; what an earlier one said stays.
    mutating func read(_ script: String, with json: inout JSONRecord) {
        var text = trimmingWhitespace(script)
        guard text.utf8.count <= LinkedArticle.maximumBytes else { return }
        // Some hide it from old browsers, some break their lines inside texts.
        text = text.replacing("<![CDATA[", with: "").replacing("]]>", with: "")
        let bytes = text.utf8.map { $0 < 0x20 ? 0x20 : $0 }
        let padded = bytes + [UInt8](repeating: 0, count: InputBuffer.padding)
        do throws(JSONFailure) {
            try json.parse(padded, 0..<bytes.count)
        } catch {
            salvage(text)
            return
        }
        var node = 0
        while node < json.end(0) {
            if json.kind(node) == .object {
                if isArticle(json, node) { take(json, node) }
                // Some give the date to the page instead of its article.
                if pageDate == nil { pageDate = child("datePublished", json, node).flatMap { plain(json, $0) } }
            }
            node += 1
        }
    }

    /// Takes the date and the headline out of a script that is broken elsewhere.
    private mutating func salvage(_ script: String) {
        func text(_ name: String) -> String? {
            guard let key = script.firstRange(of: "\"\(name)\"") else { return nil }
            let rest = script[key.upperBound...].drop { $0 == ":" || $0.isWhitespace }
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
            let value = rest.dropFirst()[..<end]
            return value.contains("\\") || value.isEmpty ? nil : String(value)
        }
        headline = headline ?? text("headline")
        published = published ?? text("datePublished")
        modified = modified ?? text("dateModified")
    }

    private func isArticle(_ json: borrowing JSONRecord, _ node: Int) -> Bool {
        guard let type = child("@type", json, node) else { return false }
        let names = json.kind(type) == .array ? children(json, type) : [type]
        return names.contains { name in
            let text = json.text(name)
            return text.hasSuffix("Article") || text.hasSuffix("BlogPosting") || text.hasSuffix("Report")
        }
    }

    private mutating func take(_ json: borrowing JSONRecord, _ node: Int) {
        func text(_ name: String) -> String? {
            guard let found = child(name, json, node) else { return nil }
            return plain(json, found)
        }
        headline = headline ?? text("headline") ?? text("name")
        author = author ?? text("author") ?? text("creator")
        section = section ?? text("articleSection")
        publisher = publisher ?? text("publisher")
        url = url ?? text("url")
        published = published ?? text("datePublished")
        created = created ?? text("dateCreated")
        modified = modified ?? text("dateModified")
        body = body ?? text("articleBody")
        if keywords.isEmpty, let found = child("keywords", json, node) {
            keywords = json.kind(found) == .array
                ? children(json, found).map { json.text($0) } : CSVReader.list(json.text(found))
        }
    }

    private func children(_ json: borrowing JSONRecord, _ node: Int) -> [Int] {
        var found: [Int] = []
        var child = node + 1
        while child < json.end(node) {
            found.append(child)
            child = json.end(child)
        }
        return found
    }

    private func child(_ name: String, _ json: borrowing JSONRecord, _ node: Int) -> Int? {
        var child = node + 1
        while child < json.end(node) {
            if json.key(child) == name { return child }
            child = json.end(child)
        }
        return nil
    }

    /// A text, the name of a thing, or several of them.
    private func plain(_ json: borrowing JSONRecord, _ node: Int) -> String? {
        let value: String
        switch json.kind(node) {
        case .text: value = json.text(node)
        case .object: value = child("name", json, node).flatMap { plain(json, $0) } ?? ""
        case .array: value = children(json, node).compactMap { plain(json, $0) }.joined(separator: ", ")
        case .integer: value = String(json.integer(node))
        default: value = ""
        }
        guard !trimmingWhitespace(value).isEmpty else { return nil }
        // Many encode their texts for HTML first.
        return value.contains("&") ? SGMLRecord.plain(value[...]) : value
    }
}
