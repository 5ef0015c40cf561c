// SPDX-License-Identifier: Apache-2.0

/// One field of a table for spreadsheets: RFC 4180.
struct CSVField {
    let text: String

    /// - Parameter value: any text. If it begins as a formula does and is no number, an apostrophe is put in front.
    init(_ value: String) {
        let scalars = value.unicodeScalars
        let isFormula = scalars.first.map { "=+-@".unicodeScalars.contains($0) } ?? false
        let field = isFormula && Double(value) == nil ? "'" + value : value
        // By scalars: a comma that carries an accent separates fields all the same.
        guard field.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
            text = field
            return
        }
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in field.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        text = String(quoted) + "\""
    }
}
