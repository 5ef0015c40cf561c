// SPDX-License-Identifier: Apache-2.0
package import LedePostings

/// What a search did and what it could leave undone; the tests insist that every shortcut is taken somewhere.
package struct SearchReport: Sendable, Equatable {
    package var decoded = DecodingCounters()
    /// Posting blocks passed over because their bound could not reach the threshold.
    package var skippedBlocks = 0
    /// Windows passed over for the same reason.
    package var skippedWindows = 0
    /// Lists that were only probed for candidates in a window, not walked.
    package var nonEssentialLists = 0
    /// Queries by evaluator.
    package var disjunctions = 0
    package var conjunctions = 0
    /// Blocks of conjunctions whose documents were scored before they were looked for in the other lists.
    package var leadingBlocksScoredFirst = 0
    package var generalWindows = 0
    package var phrases = 0
    /// Documents with all words of a phrase whose positions were not read, since they could not reach the threshold.
    package var unreadDocuments = 0
    /// Pairs of neighbouring words whose lists stood in for those of the words.
    package var pairLists = 0

    package init() {}
}

/// A pattern of a query that was not looked up: it stands for too many spellings.
package struct ExpansionRefusal: Sendable, Equatable {
    /// As it was typed.
    package var text: String
}
