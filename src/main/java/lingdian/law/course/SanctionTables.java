package lingdian.law.course;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.platform.settings.InvalidConfiguration;

/**
 * {@code sanctions.yaml}: what offices publish on how severe a sanction is in which circumstance (裁量基准).
 *
 * <p>They are shown beside a case as help. No decision is checked against them: a person weighs the case (《行政处罚法》第五条).
 */
public record SanctionTables(List<SanctionTable> tables) {
    /** @throws InvalidConfiguration listing all mistakes, each beginning with the path of the key */
    public SanctionTables {
        tables = List.copyOf(tables);
        var mistakes = new ArrayList<String>();
        var before = new HashSet<String>();
        for (int i = 0; i < tables.size(); i++) {
            if (!before.add(tables.get(i).id())) {
                mistakes.add("tables[" + i + "].id: must not be listed before");
            }
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }

    /**
     * Those of an office that were in force on the day of the act: later ones do not bind it (《行政处罚法》第三十七条).
     *
     * @param county that deals with the case
     */
    public List<SanctionTable> of(Authority authority, RegionCode county, LocalDate day) {
        return tables.stream()
                .filter(table -> table.authority() == authority)
                .filter(table -> table.region().covers(county) && table.holdsOn(day))
                .toList();
    }
}
