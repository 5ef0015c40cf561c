// SPDX-License-Identifier: Apache-2.0

/// How the letters of a word were written; words without letters count as `lower`.
package enum LetterCase: UInt8, Sendable {
    case lower, capitalised, upper, mixed
}
