package lingdian.office.campaign;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import lingdian.office.campaign.CampaignReport.CampaignRecords;
import lingdian.office.inspection.Count;
import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.settings.ConfigDirectory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which activities a figure sums, against the rule as the handbook words it, applied to each activity by itself. */
class CampaignReportProperties {
    private static final PremisesKinds KINDS =
            ConfigDirectory.find(Path.of("config")).read("premises.yaml", PremisesKinds.class);

    /** To walk a chain of so many anew for each of its activities and units would take hours. */
    private static final int LONG = 50_000;

    @Property(tries = 300)
    void aFigureSumsWhatIsPartOfNothingElseThatItSums(@ForAll long seed) {
        List<Activity> activities = activities(new Random(seed));

        CampaignReport report = report(activities);

        assertThat(report.total().rows()).isEqualTo(outermost(activities, any -> true));
        assertThat(report.nightRounds().rows()).isEqualTo(outermost(activities, Activity::isNight));
        assertThat(report.units())
                .extracting(CampaignReport.Unit::name)
                .isEqualTo(activities.stream()
                        .map(Activity::unit)
                        .distinct()
                        .sorted()
                        .toList());
        report.units().forEach(unit -> {
            Predicate<Activity> own = one -> one.unit().equals(unit.name());
            assertThat(unit.total().rows()).isEqualTo(outermost(activities, own));
            assertThat(unit.nightRounds().rows()).isEqualTo(outermost(activities, own.and(Activity::isNight)));
        });
    }

    @Test
    @Timeout(value = 5, unit = MINUTES)
    void aChainTakesNoLongerForBeingLong() {
        var chain = new ArrayList<Activity>();
        for (int i = 0; i < LONG; i++) {
            chain.add(activity(i, "u" + i, i % 2, i == 0 ? null : new UUID(0, i - 1)));
        }

        CampaignReport report = report(chain);

        assertThat(report.total().rows()).containsExactly(new UUID(0, 0));
        assertThat(report.nightRounds().rows()).containsExactly(new UUID(0, 1));
        assertThat(report.units()).hasSize(LONG);
    }

    private static CampaignReport report(List<Activity> activities) {
        return CampaignReport.of(new CampaignRecords(activities, List.of(), List.of(), List.of()), KINDS);
    }

    /** Up to thirty of three units, each part of an earlier one or of none, in any order. */
    private static List<Activity> activities(Random random) {
        var activities = new ArrayList<Activity>();
        int count = random.nextInt(31);
        for (int i = 0; i < count; i++) {
            UUID within = i == 0 || random.nextInt(4) == 0 ? null : new UUID(0, random.nextInt(i));
            activities.add(activity(i, "u" + random.nextInt(3), random.nextInt(2), within));
        }
        Collections.shuffle(activities, random);
        return activities;
    }

    private static Activity activity(int id, String unit, int nightRounds, @Nullable UUID within) {
        return new Activity(new UUID(0, id), unit, nightRounds, Count.exactly(1), Count.NONE, Map.of(), within);
    }

    private static List<UUID> outermost(List<Activity> activities, Predicate<Activity> meant) {
        Map<UUID, Activity> byId = activities.stream().collect(Collectors.toMap(Activity::id, one -> one));
        return activities.stream()
                .filter(meant)
                .filter(one -> !liesWithin(one, meant, byId))
                .map(Activity::id)
                .toList();
    }

    private static boolean liesWithin(Activity activity, Predicate<Activity> meant, Map<UUID, Activity> byId) {
        UUID within = activity.within();
        return within != null && (meant.test(byId.get(within)) || liesWithin(byId.get(within), meant, byId));
    }
}
