// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct FacetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "facets", abstract: "Count the articles that match a query by source, section, byline and the like.",
        discussion: """
            Every count is exact. Values that differ in letter case or accents alone count as one. Without a query all articles
            are counted.
            """)

    enum Field: String, ExpressibleByArgument, CaseIterable {
        case source, section, byline, language, place, credit, tag
    }

    @Argument var query: [String] = []
    @OptionGroup var archive: ArchiveOption
    @OptionGroup var filter: FilterArguments
    @Option(help: "What to group by; may be repeated. Default: source and section.")
    var by: [Field] = []
    @Option(name: .customShort("n"), help: "Values to print for each, the most frequent first.")
    var limit = 20
    @Option(help: "How to print the answer.")
    var format = TableFormat.text

    mutating func run() throws {
        let opened = try archive.open()
        let fields = (by.isEmpty ? [.source, .section] : by).compactMap { FacetReply.Field(rawValue: $0.rawValue) }
        let reply = try opened.facets(query.joined(separator: " "), filter.options, fields: fields, limit: limit)
        if format != .json { Output.remark(on: reply.query) }
        switch format {
        case .text: Output.write(Self.text(of: reply))
        case .csv: Output.write(Self.csv(of: reply))
        case .json: Output.write(reply.json + "\n")
        }
        if reply.total == 0 { throw ExitStatus.nothingFound }
    }

    private static func text(of reply: FacetReply) -> String {
        var text = ""
        for facet in reply.facets {
            text += Output.bold("by \(facet.field.rawValue)") + ", of \(facet.distinct):\n"
            let digits = String(facet.values.first?.count ?? 0).utf8.count
            for value in facet.values {
                let number = String(value.count)
                text += "  " + String(repeating: " ", count: max(0, digits - number.utf8.count)) + number + "  "
                text += Output.safe(value.value) + "\n"
            }
            if facet.missing > 0 { text += "  without a \(facet.field.rawValue): \(facet.missing)\n" }
        }
        return text + "total: \(reply.total)\n"
    }

    private static func csv(of reply: FacetReply) -> String {
        var text = "field,value,count\n"
        for facet in reply.facets {
            for value in facet.values {
                text += "\(facet.field.rawValue),\(CSVField(value.value).text),\(value.count)\n"
            }
        }
        return text
    }
}
