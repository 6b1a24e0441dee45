package lingdian.domain.document;

import java.util.List;
import java.util.stream.Stream;

/**
 * A person's token, and those of the ring's other keys: records from before a rotation, or from a node with an older or
 * newer ring, are stored under one of them.
 *
 * @param others empty while there is one key
 */
public record PersonTokens(PersonToken token, List<PersonToken> others) {
    /** All of them, the one in use first. */
    public List<PersonToken> all() {
        return Stream.concat(Stream.of(token), others.stream()).toList();
    }
}
