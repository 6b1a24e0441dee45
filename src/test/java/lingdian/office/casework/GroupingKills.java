package lingdian.office.casework;

import static lingdian.testing.RunningApi.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.platform.database.Databases;
import lingdian.testing.Await;
import lingdian.testing.CuttingProxy;
import lingdian.testing.CuttingProxy.Cut;
import lingdian.testing.RunningApi;

/**
 * Two nodes that group violations on a real database while more are found, and are killed at statements that a seed chooses: before
 * one, or after the database committed and before the node knows.
 */
final class GroupingKills implements AutoCloseable {
    /** More than a round has. */
    private static final int STATEMENTS_MAX = 24;

    private static final List<String> AUTHORITIES = List.of("culture", "public-security", "culture,public-security");

    private static final String CAFE = """
            INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES ('%s', 'n', '361002', 'L', now())
            ON CONFLICT DO NOTHING;
            """;

    /** At one o'clock of the night in China, which belongs to the business day before. */
    private static final String VIOLATION = """
            INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, snapshot)
            VALUES ('%s', 'OVERTIME_OPERATION', '%s', '361002', 'fact', 'open', '{%s}', '%4$sT17:00:00Z', '%4$sT17:00:00Z', '{}');
            """;

    private static final String TOLD = """
            WITH next AS (UPDATE head SET position = position + 1 RETURNING position)
            INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, late, snapshot)
            SELECT next.position, now(), 'opened', id, place_code, code, standing, authorities, late, snapshot
            FROM violation, next WHERE id = '%s';
            """;

    private final RunningApi api;
    private final List<Node> nodes = new ArrayList<>();

    /** A node, whose pool connects again after it was killed. */
    private record Node(CuttingProxy proxy, CaseGrouping grouping) {
        void arm(Random random) {
            switch (random.nextInt(6)) {
                case 0 -> {} // this round it lives
                case 1 -> proxy.arm(Cut.BEFORE_ITS_ANSWER, random.nextInt(2));
                default -> proxy.kill(random.nextInt(STATEMENTS_MAX));
            }
        }
    }

    GroupingKills(RunningApi api) throws IOException {
        this.api = api;
        for (int i = 0; i < 2; i++) {
            CuttingProxy proxy = CuttingProxy.before(api.database);
            nodes.add(new Node(proxy, MadeUpGrouping.of(api, Databases.queryPool(api.vertx, proxy.address(), 1))));
        }
    }

    int cuts() {
        return nodes.stream().mapToInt(node -> node.proxy().cuts()).sum();
    }

    void play(long seed) throws Exception {
        var random = new Random(seed);
        List<String> cafes = List.of("36100210%06d".formatted(2 * seed), "36100210%06d".formatted(2 * seed + 1));
        var expected = new HashMap<String, Set<String>>();
        for (int round = 1 + random.nextInt(4); round >= 0; round--) {
            api.sql(found(random, cafes, expected));
            nodes.forEach(node -> node.arm(random));
            await(Future.join(nodes.stream()
                            .map(node -> node.grouping().runNow().otherwiseEmpty())
                            .toList())
                    .otherwiseEmpty());
        }
        nodes.forEach(node -> node.proxy().spare());
        CaseGrouping last = MadeUpGrouping.of(api);
        // A node that was killed holds its place until the database has noticed.
        Await.until("all is grouped", () -> {
            await(last.runNow());
            return "0".equals(api.value("SELECT head.position - case_head.position FROM case_head, head"));
        });
        verify(seed, cafes, expected);
    }

    /**
     * The statements that add violations, and tell the feed of them.
     *
     * @param expected the violations of each case, by café, authority and day
     */
    private static String found(Random random, List<String> cafes, Map<String, Set<String>> expected) {
        var sql = new StringBuilder();
        cafes.forEach(cafe -> sql.append(CAFE.formatted(cafe)));
        for (int i = random.nextInt(4); i >= 0; i--) {
            String cafe = cafes.get(random.nextInt(cafes.size()));
            String authorities = AUTHORITIES.get(random.nextInt(AUTHORITIES.size()));
            String day = "2026-07-0" + (5 + random.nextInt(2));
            String id = new UUID(random.nextLong(), random.nextLong()).toString();
            sql.append(VIOLATION.formatted(id, cafe, authorities, day)).append(TOLD.formatted(id));
            if (random.nextBoolean()) {
                sql.append(TOLD.formatted(id));
            }
            for (String authority : authorities.split(",")) {
                expected.computeIfAbsent(cafe + " " + authority + " " + day, key -> new HashSet<>())
                        .add(id);
            }
        }
        return sql.toString();
    }

    private void verify(long seed, List<String> cafes, Map<String, Set<String>> expected) {
        String of = " IN ('" + String.join("', '", cafes) + "')";
        String found = api.value("""
                SELECT coalesce(string_agg(said, ';' ORDER BY said COLLATE "C"), '') FROM (
                  SELECT f.place_code || ' ' || f.authority || ' ' || f.business_day || ' ' || count(*) || ' ' || f.version
                    || ' ' || (SELECT count(*) FROM case_action WHERE case_id = f.id)
                    || ' ' || (SELECT sum((details::jsonb ->> 'violations')::int) FROM access_log WHERE subject_id = f.id::text)
                    || ' ' || (SELECT count(*) FROM access_log WHERE subject_id = f.id::text AND action = 'open-case') AS said
                  FROM case_file AS f JOIN case_violation AS v ON v.case_id = f.id
                  WHERE f.place_code%s GROUP BY f.id) AS cases
                """.formatted(of));
        String wanted = expected.entrySet().stream()
                .map(one -> one.getKey() + " "
                        + "%1$d %1$d 1 %1$d 1".formatted(one.getValue().size()))
                .sorted()
                .collect(Collectors.joining(";"));
        assertThat(found).as("seed %d", seed).isEqualTo(wanted);
        assertThat(api.value("SELECT count(*) FROM case_file WHERE place_code" + of))
                .as("cases of seed %d", seed)
                .isEqualTo(String.valueOf(expected.size()));
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            node.proxy().close();
        }
    }
}
