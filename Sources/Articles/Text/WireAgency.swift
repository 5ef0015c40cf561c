// SPDX-License-Identifier: Apache-2.0

/// The news agencies that papers credit, under the name they go by.
enum WireAgency {
    /// The agency of a credit such as `AP`, `Agence France-Presse`, `The Canadian Press`; nil if it is none that is known.
    static func named(_ credit: some StringProtocol) -> String? {
        guard 2...longestName ~= credit.utf8.count else { return nil }
        let utf8 = Substring(credit).utf8
        let bytes = utf8.span
        var name: [UInt8] = []
        name.reserveCapacity(bytes.count)
        for index in bytes.indices {
            let byte = bytes[index]
            // All names are ASCII.
            if byte >= 0x80 { return nil }
            if byte == 0x20, name.isEmpty || name.last == 0x20 { continue }
            name.append(0x41...0x5A ~= byte ? byte | 0x20 : byte)
        }
        if name.last == 0x20 { name.removeLast() }
        if name.starts(with: "the ".utf8) { name.removeFirst(4) }
        return names[String(decoding: name, as: UTF8.self)]
    }

    /// The agency at the end of a byline: `Ana Ngo, Associated Press`, `Ana Ngo / AFP`, `Ana Ngo (Reuters)`, `Reuters`.
    static func inByline(_ byline: String) -> String? {
        if let agency = named(byline) { return agency }
        let utf8 = byline.utf8
        let bytes = utf8.span
        guard let mark = bytes.indices.last(where: { isMark(bytes[$0]) }) else { return nil }
        var last = trimmingWhitespace(byline[utf8.index(utf8.startIndex, offsetBy: mark + 1)...])
        if last.hasSuffix(")") { last.removeLast() }
        return named(last)
    }

    /// Whether it is one of `,/|(-`: ASCII alone, so that what stands behind one is whole.
    private static func isMark(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "/"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// Bytes of the longest last line that may be a credit.
    static let longestLine = 120

    /// The agency of a last line that is nothing else: `— Reuters`, `(AP)`, `© 2024 AFP`, `Copyright 2024 The Associated Press.`
    static func inLastLine(_ line: Substring) -> String? {
        guard line.utf8.count <= longestLine, mayBeCredit(line.utf8.span) else { return nil }
        var text = trimmingWhitespace(line.drop { "—–-(©[ ".contains($0) })
        while let last = text.last, ").] ".contains(last) { text.removeLast() }
        let lowered = text.lowercased()
        for word in ["copyright ", "(c) ", "© "] where lowered.hasPrefix(word) { text.removeFirst(word.count) }
        if let sentence = text.firstRange(of: ". ") { text = String(text[..<sentence.lowerBound]) }
        return named(trimmingWhitespace(text.drop { $0.isNumber || " ©,-".contains($0) }))
    }

    /// Whether a line is worth a closer look. Most are sentences: they begin with a letter that starts no notice, so that
    /// nothing of their first sentence will be dropped but its end, and that is longer than any name.
    private static func mayBeCredit(_ line: Span<UInt8>) -> Bool {
        guard let first = line.isEmpty ? nil : line[0], 0x61...0x7A ~= first | 0x20, first | 0x20 != UInt8(ascii: "c") else {
            return true
        }
        var end = 0
        while end < line.count, line[end] != 0x2E || end + 1 == line.count || line[end + 1] != 0x20 { end += 1 }
        while end > 0, line[end - 1] <= 0x20 || ").]".utf8.contains(line[end - 1]) { end -= 1 }
        return end <= longestName
    }

    /// Bytes of the longest name, as it is written.
    private static let longestName = 40

    private static let names: [String: String] = {
        let agencies: [String: [String]] = [
            "Reuters": ["reuters", "thomson reuters"], "AP": ["ap", "associated press"],
            "AFP": ["afp", "agence france-presse", "agence france presse"], "UPI": ["upi", "united press international"],
            "dpa": ["dpa", "deutsche presse-agentur"], "Bloomberg": ["bloomberg", "bloomberg news"],
            "Xinhua": ["xinhua", "xinhua news agency"], "TASS": ["tass", "itar-tass"], "Interfax": ["interfax"],
            "PA": ["pa", "pa media", "press association"], "PTI": ["pti", "press trust of india"], "ANI": ["ani"],
            "IANS": ["ians"], "Kyodo": ["kyodo", "kyodo news"], "Jiji": ["jiji", "jiji press"],
            "Yonhap": ["yonhap", "yonhap news agency"], "EFE": ["efe", "agencia efe"], "ANSA": ["ansa"],
            "AAP": ["aap", "australian associated press"], "CP": ["cp", "canadian press"],
            "SDA": ["sda", "ats", "sda-ats", "keystone-sda", "keystone-ats"], "APA": ["apa"], "ANP": ["anp"],
            "Belga": ["belga"], "Ritzau": ["ritzau"], "NTB": ["ntb"], "TT": ["tt"],
            "Anadolu": ["aa", "anadolu", "anadolu agency"], "RIA Novosti": ["ria", "ria novosti"], "KNA": ["kna"],
            "epd": ["epd"], "SID": ["sid"], "Lusa": ["lusa"], "PAP": ["pap"], "MTI": ["mti"], "Tanjug": ["tanjug"],
        ]
        var names: [String: String] = [:]
        for (agency, spellings) in agencies { for spelling in spellings { names[spelling] = agency } }
        return names
    }()
}
