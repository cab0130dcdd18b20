package dev.afterimage.core.encode;

import dev.afterimage.core.evidence.Evidence;
import java.util.List;

/** What the readers found in a picture that a model also looks at itself. @param note the same in one line, without the time */
public record FrameEvidence(String note, List<Evidence> evidence) {

    public FrameEvidence {
        evidence = List.copyOf(evidence);
    }
}
