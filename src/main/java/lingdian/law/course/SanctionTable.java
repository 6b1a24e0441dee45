package lingdian.law.course;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.law.statute.LawStanding;
import lingdian.platform.settings.Default;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * One published table of tiers.
 *
 * @param area a region's code, whose trailing zeros are wildcards
 * @param title of the document, as people quote it
 * @param example whether it only shows how a table is written, and an office must check it before it relies on it
 * @param from the first day of its validity; null: not known, so it holds on every day up to {@code to}
 * @param to the last day; null: without end
 * @param standing how well its text is known
 * @param source where the text was found
 */
public record SanctionTable(
        String id,
        String area,
        Authority authority,
        String title,
        @Default("false") boolean example,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        LawStanding standing,
        String source,
        List<SanctionTier> tiers) {
    /** @throws InvalidConfiguration listing all mistakes, each beginning with the key */
    public SanctionTable {
        tiers = List.copyOf(tiers);
        var mistakes = new ArrayList<String>();
        if (!id.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            mistakes.add("id: must be 1 to 40 lower case letters, digits and hyphens");
        }
        if (RegionCode.find(area).isEmpty()) {
            mistakes.add("area: must be a region's six digits in quotes, such as \"360000\"");
        }
        if (title.isBlank()) {
            mistakes.add("title: must not be blank");
        }
        if (source.isBlank()) {
            mistakes.add("source: must not be blank");
        }
        if (from != null && to != null && to.isBefore(from)) {
            mistakes.add("to: must not be before from");
        }
        if (tiers.isEmpty()) {
            mistakes.add("tiers: must name at least one");
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }

    RegionCode region() {
        return new RegionCode(area);
    }

    boolean holdsOn(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }
}
