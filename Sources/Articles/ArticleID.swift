// SPDX-License-Identifier: Apache-2.0

extension Article {
    /// Longest id in bytes; a longer one is refused by the readers.
    package static let maximumIDLength = 1024

    /// The lasting name of the article: the given id; else the canonical URL; else `PATH#RECORD`. Readers give those of
    /// standard input, which has no path, an id instead (`idOfText`).
    ///
    /// Two articles with the same ArticleID are versions of one article. Costs an allocation at most when the id was
    /// given.
    package var articleID: String {
        if let id, !id.isEmpty { return id }
        if let url, !url.isEmpty {
            let canonical = canonicalURL(url)
            if canonical.utf8.count <= Article.maximumIDLength { return canonical }
        }
        return "\(origin.path)#\(origin.recordNumber)"
    }

    /// Whether nothing but its place in the input names the article: it has neither an id nor an address that may be one.
    package var isKnownByPlace: Bool {
        if let id, !id.isEmpty { return false }
        guard let url, !url.isEmpty else { return true }
        return url.utf8.count > Article.maximumIDLength && canonicalURL(url).utf8.count > Article.maximumIDLength
    }

    /// A name made of all that the article says: `text:` and its `contentHash` in 16 hexadecimal digits.
    var idOfText: String {
        let digits = String(contentHash, radix: 16)
        return "text:" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

/// The form in which language codes are compared: in lower case, with hyphens.
package func canonicalLanguage(_ code: String) -> String {
    // As most are.
    if code.utf8.allSatisfy({ 0x61...0x7A ~= $0 || $0 == UInt8(ascii: "-") }) { return code }
    return String(code.lowercased().map { $0 == "_" ? "-" : $0 })
}

/// Query parameters that say how a reader came to a page, never which page it is.
private let trackingParameters: Set<String> = [
    "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "cmpid", "ns_campaign", "ns_source",
    "ns_mchannel", "ns_linkname", "smid", "smtyp", "at_medium", "at_campaign", "ocid", "ito", "_ga", "wt.mc_id",
]

/// The form of a web address that names an article: scheme and host in lower case, without the default port, the
/// fragment, tracking parameters and a slash at the end of a path. All else stays, parameter order included, so that
/// two pages that differ keep two names.
package func canonicalURL(_ url: String) -> String {
    if let length = plainURLLength(url.utf8.span) {
        return length == url.utf8.count ? url : String(decoding: url.utf8.prefix(length), as: UTF8.self)
    }
    var rest = Substring(trimmingWhitespace(url))
    if let hash = rest.utf8.firstIndex(of: UInt8(ascii: "#")) { rest = rest[..<hash] }
    var query: Substring?
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
        query = rest[rest.utf8.index(after: mark)...]
        rest = rest[..<mark]
    }

    var result = ""
    if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), rest[colon...].utf8.starts(with: "://".utf8) {
        let scheme = rest[..<colon].lowercased()
        let afterScheme = rest[rest.utf8.index(colon, offsetBy: 3)...]
        let pathStart = afterScheme.utf8.firstIndex(of: UInt8(ascii: "/")) ?? afterScheme.endIndex
        var host = afterScheme[..<pathStart].lowercased()
        if scheme == "https", host.hasSuffix(":443") { host.removeLast(4) }
        if scheme == "http", host.hasSuffix(":80") { host.removeLast(3) }
        result = scheme + "://" + host
        rest = afterScheme[pathStart...]
    }
    while rest.utf8.last == UInt8(ascii: "/") { rest = rest.dropLast() }
    result += rest

    let kept = (query ?? "").utf8.split(separator: UInt8(ascii: "&")).filter { parameter in
        let name = (Substring(parameter).utf8.split(separator: UInt8(ascii: "="), maxSplits: 1).first).map {
            Substring($0)
        }
        let lowered = (name ?? "").lowercased()
        return !lowered.hasPrefix("utm_") && !trackingParameters.contains(lowered)
    }
    if !kept.isEmpty { result += "?" + kept.map { String(Substring($0)) }.joined(separator: "&") }
    return result
}

/// The bytes that an address keeps of which nothing but slashes at the end has to go: printing ASCII, scheme and host in
/// lower case, no port, no query and no fragment. Nil if it is none.
private func plainURLLength(_ url: Span<UInt8>) -> Int? {
    var at = 0
    while at < url.count, 0x61...0x7A ~= url[at] { at += 1 }
    for byte in "://".utf8 {
        guard at < url.count, url[at] == byte else { return nil }
        at += 1
    }
    while at < url.count, url[at] != UInt8(ascii: "/") {
        guard 0x61...0x7A ~= url[at] || 0x30...0x39 ~= url[at] || url[at] == 0x2D || url[at] == 0x2E else { return nil }
        at += 1
    }
    let path = at
    while at < url.count {
        guard 0x21...0x7E ~= url[at], url[at] != UInt8(ascii: "#"), url[at] != UInt8(ascii: "?") else { return nil }
        at += 1
    }
    while at > path, url[at - 1] == UInt8(ascii: "/") { at -= 1 }
    return at
}

/// The form in which addresses that begin so begin: scheme and host in lower case, all else as it is.
package func canonicalURL(beginning: String) -> String {
    guard let colon = beginning.utf8.firstIndex(of: UInt8(ascii: ":")), beginning[colon...].utf8.starts(with: "://".utf8)
    else { return beginning }
    let host = beginning.utf8.index(colon, offsetBy: 3)
    let path = beginning[host...].utf8.firstIndex(of: UInt8(ascii: "/")) ?? beginning.endIndex
    return canonicalURL(String(beginning[..<path])) + beginning[path...]
}
