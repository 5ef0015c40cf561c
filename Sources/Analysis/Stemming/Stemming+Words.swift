// SPDX-License-Identifier: Apache-2.0
package import LedeArticles

extension Stemming {
    /// Replaces a folded form with its term, in place. Linear in its length.
    package func stem(_ form: inout [UInt8]) {
        switch self {
        case .english: EnglishStemmer.stem(&form)
        case .none: break
        }
    }
}
