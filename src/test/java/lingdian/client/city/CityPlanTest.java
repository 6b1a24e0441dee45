package lingdian.client.city;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.*;
import org.junit.jupiter.api.Test;

class CityPlanTest {
    @Test
    void probe() {
        for (int n : new int[] {30, 1000}) {
            long t = System.nanoTime();
            var plan = new CityPlan(CitySettings.past(1, n, LocalDate.of(2026, 6, 12), n == 30 ? 3 : 1));
            long acts = 0;
            var types = new TreeMap<String, Integer>();
            var truths = new TreeMap<String, Integer>();
            while (plan.hasNext()) {
                Slice s = plan.next();
                acts += s.acts().size();
                s.acts().forEach(a -> types.merge(
                        a instanceof Act.Send x ? x.event().getClass().getSimpleName() : "Leave", 1, Integer::sum));
                plan.truths().forEach(x -> truths.merge(x.code() + " " + x.shown(), 1, Integer::sum));
            }
            System.out.println(n + " acts " + acts + " " + types + "\n" + truths + " in " + (System.nanoTime() - t) / 1e9);
            if (n == 30) plan.cafes().forEach(c -> System.out.println(c));
        }
        assertThat(plan()).isNotNull();
    }
    Object plan() { return "x"; }
}
