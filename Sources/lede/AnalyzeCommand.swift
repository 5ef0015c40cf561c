// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeAnalysis
import LedeKit

struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Show the words a text is indexed as.",
        discussion: "One line a token: position, form, stem, letter case, place in the text.")

    @Argument var text: [String]
    @Option(help: "How to print the tokens.")
    var format = AnswerFormat.text

    mutating func run() throws {
        let text = text.joined(separator: " ")
        var analyzer = Analyzer()
        var buffer = TokenBuffer()
        analyzer.analyze(text.utf8.span, into: &buffer)
        var position = 0
        var json = JSONText()
        var lines = ""
        json.array(buffer.tokens) { json, token in
            let form = token.isWord ? buffer.text(of: token) : ""
            var stem = Array(form.utf8)
            if token.isWord { EnglishStemmer.stem(&stem) }
            json.object {
                $0.key("kind")
                $0.value("\(token.kind)")
                $0.key("position")
                $0.value(position)
                if token.isWord {
                    $0.key("form")
                    $0.value(form)
                    $0.key("stem")
                    $0.value(String(decoding: stem, as: UTF8.self))
                    $0.key("case")
                    $0.value("\(token.letterCase)")
                }
                $0.key("start")
                $0.value(Int(token.sourceStart))
                $0.key("end")
                $0.value(Int(token.sourceEnd))
            }
            lines += token.isWord
                ? "\(position)\t\(form)\t\(String(decoding: stem, as: UTF8.self))\t\(token.letterCase)\t\(token.sourceStart)-\(token.sourceEnd)\(token.kind == .joined ? "\tjoined" : "")\n"
                : "\(position)\t(\(token.kind == .sentenceEnd ? "end of sentence" : "end of paragraph"))\n"
            if token.kind == .word { position += 1 }
        }
        Output.write(format == .json ? json.text + "\n" : lines)
    }
}
