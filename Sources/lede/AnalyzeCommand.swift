// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import LedeAnalysis
import LedeArticles
import LedeKit

struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Show the words a text is indexed as.",
        discussion: "One line a token: position, form, stem, letter case, place in the text.")

    @Argument(help: "The text, or - for standard input.")
    var text: [String]
    @Option(help: ArgumentHelp("Stem as in an article of this language: English, or not at all.", valueName: "code"))
    var language: String?
    @Option(help: "How to print the tokens.")
    var format = AnswerFormat.text

    mutating func run() throws {
        let text = text == ["-"] ? try Self.standardInput() : text.joined(separator: " ")
        var analyzer = Analyzer()
        var buffer = TokenBuffer()
        analyzer.analyze(text.utf8.span, into: &buffer)
        let tokens = Self.numbered(buffer, Stemming(language: language))
        Output.write(format == .json ? Self.json(tokens) : tokens.map(Self.line).joined())
    }

    /// A token with its position and, for words, what it is indexed as.
    private struct Numbered {
        var token: Token
        var position: Int
        var form: String
        var stem: String
    }

    private static func numbered(_ buffer: TokenBuffer, _ stemming: Stemming) -> [Numbered] {
        var position = 0
        return buffer.tokens.map { token in
            let form = token.isWord ? buffer.text(of: token) : ""
            var stem = Array(form.utf8)
            if token.isWord { stemming.stem(&stem) }
            defer { if token.kind == .word { position += 1 } }
            return Numbered(token: token, position: position, form: form, stem: String(decoding: stem, as: UTF8.self))
        }
    }

    private static func line(_ item: Numbered) -> String {
        let token = item.token
        guard token.isWord else {
            return "\(item.position)\t(\(token.kind == .sentenceEnd ? "end of sentence" : "end of paragraph"))\n"
        }
        return "\(item.position)\t\(item.form)\t\(item.stem)\t\(token.letterCase)\t\(token.sourceStart)-\(token.sourceEnd)"
            + (token.kind == .joined ? "\tjoined\n" : "\n")
    }

    private static func json(_ tokens: [Numbered]) -> String {
        var json = JSONText()
        json.array(tokens) { json, item in
            json.object {
                $0.member("kind", "\(item.token.kind)")
                $0.member("position", item.position)
                if item.token.isWord {
                    $0.member("form", item.form)
                    $0.member("stem", item.stem)
                    $0.member("case", "\(item.token.letterCase)")
                }
                $0.member("start", Int(item.token.sourceStart))
                $0.member("end", Int(item.token.sourceEnd))
            }
        }
        return json.text + "\n"
    }

    private static func standardInput() throws(LedeError) -> String {
        do {
            return String(decoding: try FileHandle.standardInput.readToEnd() ?? Data(), as: UTF8.self)
        } catch {
            throw LedeError(code: .inputOutput, message: "Standard input cannot be read: \(error.localizedDescription).")
        }
    }
}
