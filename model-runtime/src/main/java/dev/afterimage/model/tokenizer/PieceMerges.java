package dev.afterimage.model.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The merges that a SentencePiece vocabulary implies: its BPE joins whichever two neighbours make the piece of the
 * highest score, so every way to put a piece together from two others is a merge, in the order of the pieces' scores.
 */
final class PieceMerges {

    private PieceMerges() { }

    /** @param id of the piece that two others make */
    private record Merge(String left, String right, int id, int leftId, int rightId) { }

    /** @return pairs of pieces, the first to be merged first */
    static List<List<String>> of(List<String> pieces, double[] scores) {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            ids.put(pieces.get(id), id);
        }
        List<Merge> merges = new ArrayList<>();
        for (int id = 0; id < pieces.size(); id++) {
            add(pieces.get(id), id, ids, merges);
        }
        merges.sort(Comparator.comparingDouble((Merge merge) -> -scores[merge.id()]).thenComparingInt(Merge::id)
                .thenComparingInt(Merge::leftId)
                .thenComparingInt(Merge::rightId));
        return merges.stream().map(merge -> List.of(merge.left(), merge.right())).toList();
    }

    private static void add(String piece, int id, Map<String, Integer> ids, List<Merge> merges) {
        for (int cut = piece.offsetByCodePoints(0, Math.min(1, piece.length())); cut < piece.length(); cut = piece.offsetByCodePoints(cut,
                1)) {
            String left = piece.substring(0, cut);
            String right = piece.substring(cut);
            Integer leftId = ids.get(left);
            Integer rightId = ids.get(right);
            if (leftId != null && rightId != null) {
                merges.add(new Merge(left, right, id, leftId, rightId));
            }
        }
    }
}
