package lingdian.domain.event;

import java.util.List;
import java.util.SortedMap;

/**
 * A parsed JSON value, interpreted as little as possible.
 *
 * <p>A tree of its own instead of Jackson's: numbers keep their spelling (a hostile exponent is never expanded),
 * objects know the position of their text, and nothing prints a value, which may be personal data.
 */
sealed interface Json {
    record Text(String value) implements Json {
        @Override
        public String toString() {
            return "Text";
        }
    }

    /**
     * @param integer true if it is spelled without fraction and exponent: {@code 1}, but not {@code 1.0} or {@code 1e0}
     */
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
     * An object. If a name is repeated, the last one counts.
     *
     * @param members sorted by UTF-16 code units, so that no choice of names makes a slow table
     * @param from the beginning of its text, as an offset in characters
     * @param to the end of its text
     */
    record Fields(SortedMap<String, Json> members, int from, int to) implements Json {
        /** The member, or {@link Literal#NULL} if there is none: an absent optional field and a null one are equal. */
        Json get(String name) {
            return members.getOrDefault(name, Literal.NULL);
        }

        @Override
        public String toString() {
            return "Fields";
        }
    }
}
