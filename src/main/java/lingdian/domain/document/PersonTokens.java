package lingdian.domain.document;

import java.util.List;
import java.util.stream.Stream;

/**
 * A person's token, and those that the ring's other keys give the same person: what was recorded before a rotation, or by
 * a node that is a step ahead or behind, lies under one of them.
 *
 * @param others empty while there is one key
 */
public record PersonTokens(PersonToken token, List<PersonToken> others) {
    /** All of them, the one in use first. */
    public List<PersonToken> all() {
        return Stream.concat(Stream.of(token), others.stream()).toList();
    }
}
