package lingdian.law.returns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lingdian.law.statute.LawStanding;
import lingdian.platform.settings.InvalidConfiguration;

/**
 * A column of a form.
 *
 * @param id by which submissions name it
 * @param unit a word of {@link ReturnUnit}, that of the count
 * @param standing how well the column is known
 */
public record ReturnColumn(String id, Bilingual heading, String unit, ReturnCount count, LawStanding standing) {
    /** A text in Chinese and in English. */
    public record Bilingual(String zh, String en) {
        static final int MAX = 80;

        public Bilingual {
            var mistakes = new ArrayList<String>();
            if (isNoText(zh)) {
                mistakes.add("zh: must be a text of 1 to " + MAX + " characters");
            }
            if (isNoText(en)) {
                mistakes.add("en: must be a text of 1 to " + MAX + " characters");
            }
            if (!mistakes.isEmpty()) {
                throw new InvalidConfiguration(mistakes);
            }
        }

        private static boolean isNoText(String text) {
            return text.isBlank() || text.codePointCount(0, text.length()) > MAX;
        }

        /** @param language {@code zh} or {@code en} */
        public String in(String language) {
            return language.equals("en") ? en : zh;
        }
    }

    /** @throws InvalidConfiguration listing all mistakes, each beginning with the key */
    public ReturnColumn {
        List<String> mistakes = new ArrayList<>();
        if (!id.matches("[a-z][a-z0-9-]{0,39}")) {
            mistakes.add("id: must be 1 to 40 lower case letters, digits and hyphens, the first a letter");
        }
        Optional<ReturnUnit> known = ReturnUnit.of(unit);
        if (known.isEmpty()) {
            mistakes.add("unit: must be one of " + ReturnUnit.CHOICE);
        } else if (!count.isIn(known.get())) {
            mistakes.add("unit: must be " + count.unit().map(ReturnUnit::choice).orElseThrow() + ", that of the count "
                    + count.wire());
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }

    /** Empty where the service records nothing that it would count. */
    Optional<ReturnFigure> figure(Map<RowKind, RowTally> tallies) {
        return count.of(tallies);
    }
}
