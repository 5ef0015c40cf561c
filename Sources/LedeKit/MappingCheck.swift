// SPDX-License-Identifier: Apache-2.0
import LedeArticles

/// Whether the fields that `--map` names are in the input. One that no record has is a misspelling as likely as not, and
/// what it was to give would be lost without a word.
struct MappingCheck {
    /// Longer lists of fields are cut.
    private static let mostNames = 20

    /// The names that no record has.
    let missing: [FieldMapping.MissingName]
    private let fields: [FieldUse]

    /// - Parameters:
    ///   - fields: of all records.
    ///   - articles: how many were read; where there is nothing at all, no name is missing.
    init(_ mapping: FieldMapping, _ fields: [FieldUse], articles: Int) {
        self.fields = fields
        missing = articles == 0 && fields.isEmpty ? [] : mapping.missingNames(in: fields)
    }

    /// Whether every article field of the map can have come from somewhere.
    var admits: Bool { !missing.contains(where: \.isAlone) }

    /// What is missing, and what there is; nil if all names are there.
    var message: String? {
        if missing.isEmpty { return nil }
        let names = missing.map { "“\($0.name)”" }.joined(separator: " or ")
        if fields.isEmpty { return "--map: no record has a field \(names), for none of the input has named fields" }
        let more = fields.count > Self.mostNames ? " and \(fields.count - Self.mostNames) more" : ""
        let known = fields.prefix(Self.mostNames).map(\.name).joined(separator: ", ")
        return "--map: no record has a field \(names); the fields are: \(known)\(more)"
    }
}
