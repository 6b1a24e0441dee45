package lingdian.domain.event;

import java.util.List;
import java.util.SortedMap;

/**
 * A parsed JSON value, as little interpreted as possible.
 *
 * <p>Its own tree instead of Jackson's: numbers keep their spelling (no hostile exponent is ever expanded), objects know
 * where their text is, and nothing prints a value, which may be personal data.
 */
sealed interface Json {
    record Text(String value) implements Json {
        @Override
        public String toString() {
            return "Text";
        }
    }

    /** @param integer true where it is spelled without fraction and exponent: {@code 1}, but not {@code 1.0} or {@code 1e0} */
    record Numeral(String spelling, boolean integer) implements Json {
        @Override
        public String toString() {
            return "Numeral";
        }
    }

    enum Literal implements Json {
        TRUE,
        FALSE,
        NULL
    }

    record Array(List<Json> elements) implements Json {
        @Override
        public String toString() {
            return "Array";
        }
    }

    /**
     * An object. Where a name is repeated, the last one wins.
     *
     * @param members sorted by UTF-16 code units, so that no choice of names makes a slow table
     * @param from where its text begins, as an offset in characters
     * @param to where its text ends
     */
    record Fields(SortedMap<String, Json> members, int from, int to) implements Json {
        /** The member, or {@link Literal#NULL} where there is none: an absent optional field and a null one are the same. */
        Json get(String name) {
            return members.getOrDefault(name, Literal.NULL);
        }

        @Override
        public String toString() {
            return "Fields";
        }
    }
}
