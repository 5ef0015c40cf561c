// SPDX-License-Identifier: Apache-2.0
import LedeArticles
import LedeKit

/// Prints what a run of `lede index` did.
struct IndexReportPrinter {
    let report: ArchiveIndexer.Report
    let archive: String
    let seconds: Double
    let isDryRun: Bool

    var text: String {
        var out = ""
        let used = report.details.fields.compactMap { use in use.field.map { "\($0.rawValue)←\(use.name)" } }
        if !used.isEmpty { out += "fields: \(Output.safe(used.joined(separator: "  ")))\n" }
        let unused = report.details.fields.filter { $0.field == nil }.map(\.name)
        if !unused.isEmpty { out += "not used: \(Output.safe(unused.joined(separator: ", ")))\n" }
        var counts = ["\(report.accepted) accepted"]
        counts.append("\(report.updated) updated")
        counts.append("\(report.unchanged) unchanged")
        counts.append("\(report.duplicates) duplicate")
        counts.append("\(report.rejected) rejected")
        out += counts.joined(separator: ", ") + "\n"
        if let dates = report.dates {
            out += "dates: \(dates.first) to \(dates.last)" + (report.undated > 0 ? ", \(report.undated) undated" : "") + "\n"
        } else if report.undated > 0 {
            out += "dates: none, \(report.undated) undated\n"
        }
        let boilerplate = report.details.boilerplate
        if boilerplate > 0 {
            out += "boilerplate: \(boilerplate) paragraph\(boilerplate == 1 ? "" : "s") kept and not searched, as they repeat in their source\n"
        }
        out += some(report.rejects, "rejected")
        out += byPlace
        out += some(report.details.warnings.map(\.description), "note")
        for (what, count) in passedOver { out += "passed over: \(count) × \(Output.safe(what))\n" }
        let skipped = report.details.skipped
        if !skipped.isEmpty { out += "left alone: \(skipped.count) file\(skipped.count == 1 ? "" : "s"), such as \(Output.safe(skipped[0].path)) (\(Output.safe(skipped[0].reason)))\n" }
        let time = "\(Int(seconds * 10) / 10).\(Int(seconds * 10) % 10) s"
        if isDryRun {
            for article in report.details.samples { out += SamplePrinter(article: article).text }
            return out + "\ndry run: nothing was written (\(time))\n"
        }
        out += "\(archive): \(report.articleCount) articles, generation \(report.generation) (\(time))\n"
        return out
    }

    /// How many articles have no lasting name.
    private var byPlace: String {
        let count = report.details.knownByPlace
        if count == 0 { return "" }
        let (have, are, them) = count == 1 ? ("article has", "it is", "it") : ("articles have", "they are", "them")
        return "note: \(count) \(have) neither an id nor an address: \(are) known by file and line, "
            + "and another file of that name would replace \(them)\n"
    }

    /// What is no article and no fault, the most frequent first.
    private var passedOver: [(String, Int)] {
        report.details.passedOver.map { ($0.key, $0.value) }.sorted { (-$0.1, $0.0) < (-$1.1, $1.0) }
    }

    /// The first few of a list, and how many more there are.
    private func some(_ lines: [String], _ label: String) -> String {
        var out = ""
        for line in lines.prefix(5) { out += "\(label): \(Output.safe(line))\n" }
        if lines.count > 5 { out += "\(label): and \(lines.count - 5) more\n" }
        return out
    }

    var json: String {
        var json = JSONText()
        json.object { json in
            json.member("archive", archive)
            json.member("generation", report.generation)
            json.member("articles", report.articleCount)
            json.member("accepted", report.accepted)
            json.member("updated", report.updated)
            json.member("unchanged", report.unchanged)
            json.member("duplicate", report.duplicates)
            json.member("rejected", report.rejected)
            json.member("undated", report.undated)
            json.member("first_date", report.dates?.first)
            json.member("last_date", report.dates?.last)
            json.member("known_by_place", report.details.knownByPlace)
            json.member("spills", report.details.spills)
            json.member("boilerplate", report.details.boilerplate)
            json.key("seconds")
            json.value((seconds * 1000).rounded() / 1000)
            json.member("passed_over", passedOver.reduce(0) { $0 + $1.1 })
            if !report.details.missingNames.isEmpty {
                json.key("map_missing")
                json.array(report.details.missingNames) { $0.value($1) }
            }
            if isDryRun {
                json.key("samples")
                json.array(report.details.samples) { SamplePrinter(article: $1).write(to: &$0) }
            }
            json.key("fields")
            json.array(report.details.fields) { json, use in
                json.object {
                    $0.member("name", use.name)
                    $0.member("field", use.field?.rawValue)
                    $0.member("records", use.records)
                }
            }
        }
        return json.text + "\n"
    }
}
