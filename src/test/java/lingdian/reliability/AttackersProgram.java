package lingdian.reliability;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The attackers as a program, which does what it reads from its standard input. An attacker brings a machine along: what
 * it costs to attack must not count as what it costs to be attacked.
 *
 * <p>Its arguments are the server, the kinds of attackers and their requests a second; its first two lines are the
 * café's key and the officer's token.
 */
final class AttackersProgram {
    static final String BEGIN = "begin";
    /** No more strikes; answered by a line when all are answered. */
    static final String END = "end";

    private final Attackers attackers;
    private final List<Attackers.Kind> attacking;
    private final int strikesASecond;
    private int turn;

    private AttackersProgram(Attackers attackers, List<Attackers.Kind> attacking, int strikesASecond) {
        this.attackers = attackers;
        this.attacking = attacking;
        this.strikesASecond = strikesASecond;
    }

    public static void main(String[] arguments) throws Exception {
        List<Attackers.Kind> attacking = Arrays.stream(arguments[1].split(","))
                .map(kind -> Attackers.Kind.valueOf(kind.toUpperCase(Locale.ROOT)))
                .toList();
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var attackers = new Attackers(URI.create(arguments[0]), orders.readLine(), orders.readLine());
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            new AttackersProgram(attackers, attacking, Integer.parseInt(arguments[2])).obey(orders, clock);
        }
    }

    private void obey(BufferedReader orders, ScheduledExecutorService clock) throws IOException, InterruptedException {
        ScheduledFuture<?> strikes = null;
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            switch (order) {
                case BEGIN ->
                    strikes = clock.scheduleAtFixedRate(this::strike, 0, 1_000 / strikesASecond, TimeUnit.MILLISECONDS);
                case END -> {
                    cancel(strikes);
                    attackers.rest();
                    System.out.println(new JsonObject()
                            .put("turns", turn)
                            .put("answers", attackers.answers())
                            .encode());
                }
                default -> throw new IOException("no such order");
            }
        }
        cancel(strikes);
    }

    private static void cancel(@Nullable ScheduledFuture<?> strikes) {
        if (strikes != null) {
            strikes.cancel(false);
        }
    }

    private void strike() {
        int next = turn++;
        attacking.forEach(kind -> attackers.strike(kind, next));
    }
}
