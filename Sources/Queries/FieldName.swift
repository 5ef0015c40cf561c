// SPDX-License-Identifier: Apache-2.0

/// What stands before a colon.
enum FieldName: Equatable {
    case words(QueryField)
    case date, after, before

    /// The field called `name`, an ASCII word in any letter case; nil when there is none.
    init?(_ name: ArraySlice<UInt8>) {
        guard name.count <= 8, let field = FieldName.names[String(decoding: name, as: UTF8.self).lowercased()] else {
            return nil
        }
        self = field
    }

    private static let names: [String: FieldName] = [
        "title": .words(.title), "headline": .words(.title), "hd": .words(.title),
        "lead": .words(.lead), "lp": .words(.lead), "hlead": .words(.hlead), "hlp": .words(.hlead),
        "body": .words(.body), "caption": .words(.caption),
        "source": .words(.source), "sn": .words(.source),
        "section": .words(.section), "se": .words(.section),
        "byline": .words(.byline), "by": .words(.byline), "author": .words(.byline),
        "date": .date, "after": .after, "before": .before,
        "place": .words(.place), "dateline": .words(.place),
        "credit": .words(.credit), "agency": .words(.credit), "wire": .words(.credit), "tag": .words(.tag),
        "lang": .words(.language), "language": .words(.language), "url": .words(.url), "id": .words(.id),
    ]

    /// The searchable field whose name is at most two edits away from `name`, if any.
    static func nearest(to name: String) -> String? {
        let typed = Array(name.lowercased().utf8.prefix(16))
        guard typed.count >= 3 else { return nil }
        let candidates = names.keys.compactMap { known -> (String, Int)? in
            guard known.utf8.count >= 3 else { return nil }
            return (known, editDistance(typed, Array(known.utf8)))
        }
        let best = candidates.min { ($0.1, $0.0) < ($1.1, $1.0) }
        return best.flatMap { $0.1 <= min(2, typed.count / 3 + 1) ? $0.0 : nil }
    }

    /// Levenshtein's distance, one row at a time.
    private static func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var row = Array(0...second.count)
        for (i, byte) in first.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in second.enumerated() {
                let substituted = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}

extension QueryField {
    /// The name the canonical form uses; nil for the text, which needs none, and for `FIRST/n`, which is a function.
    package var name: String? {
        switch self {
        case .text: nil
        case .title: "title"
        case .lead: "lead"
        case .hlead: "hlead"
        case .body: "body"
        case .caption: "caption"
        case .first: nil
        case .source: "source"
        case .section: "section"
        case .byline: "byline"
        case .place: "place"
        case .credit: "credit"
        case .tag: "tag"
        case .language: "lang"
        case .url: "url"
        case .id: "id"
        }
    }
}
