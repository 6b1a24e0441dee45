package lingdian.simulation.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.AgentConnection;
import lingdian.agent.link.AgentEndpoint;
import lingdian.domain.ChinaTime;
import lingdian.domain.event.AgentEventJson;
import lingdian.domain.event.Hello;
import org.jspecify.annotations.Nullable;

/**
 * One run of the load generator: create the cafés, connect, fill them, warm up, measure, empty them, disconnect.
 *
 * <p>All of it runs on one event loop, so no locks are needed, and the generator costs one processor at most.
 */
public final class LoadRun {
    private static final int CONNECTING_AT_ONCE = 64;
    private static final int FILL_SECONDS_MAX = 120;
    private static final int EMPTY_SECONDS_MAX = 60;
    private static final int CLOSE_SECONDS_MAX = 10;

    private final Vertx vertx;
    private final Context context;
    private final LoadPlan plan;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final LoadProgress progress;
    private final AdminClient admin;
    private final LoadRegistry registry;
    private final LoadCafes cafes;
    private final WebSocketClient client;
    private final LoadContext trade;
    private final List<LoadAgent> agents = new ArrayList<>();
    private final Promise<Void> everybodyGone = Promise.promise();
    private int second;
    private long acknowledgedBefore;
    /** When the warm-up was over; null before. */
    private @Nullable Instant measuredFrom;

    /** @param random another seed gives other cafés, persons and session ids */
    public LoadRun(Vertx vertx, LoadPlan plan, InstantSource clock, RandomGenerator random, LoadProgress progress) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.plan = plan;
        this.clock = clock;
        this.random = random;
        this.progress = progress;
        LocalDate today = clock.instant().atZone(ChinaTime.ZONE).toLocalDate();
        this.admin =
                new AdminClient(vertx, plan.target().server(), plan.target().token());
        this.cafes = new LoadCafes(admin, plan, today, random.nextInt(LoadCafes.PLACES));
        this.client = AgentConnection.sockets(vertx, plan.cafes());
        // A registry is filled once, so every run has equal guests.
        var guests = new GuestDocuments(today, plan.registered() > 0 ? 0 : random.nextLong(GuestDocuments.RESIDENTS));
        this.registry = new LoadRegistry(vertx, plan, guests);
        var events = new EventBytes(String.format("%08x", random.nextInt()), guests, plan.terminals());
        long origin = System.nanoTime();
        this.trade = new LoadContext(
                new OutgoingMessage(),
                events,
                new WireTime(clock),
                () -> System.nanoTime() - origin,
                new AnswerScan(),
                new LoadTally());
    }

    /** Fails if nothing could be measured, as with a wrong token; all other faults are in the report. */
    public Future<LoadReport> run() {
        Promise<LoadReport> report = Promise.promise();
        context.runOnContext(nothing -> start().onComplete(report));
        return report.future();
    }

    private Future<LoadReport> start() {
        if (plan.registered() > 0) {
            progress.phase("registering " + plan.registered() + " persons");
        }
        return registry.fill(admin)
                .onSuccess(filled -> progress.phase("creating " + plan.cafes() + " cafés"))
                .compose(filled -> cafes.create())
                .compose(created -> measured())
                .eventually(this::closeAll)
                .eventually(cafes::endKeys);
    }

    private Future<LoadReport> measured() {
        var cpu = new CpuTime();
        progress.phase("connecting");
        return BoundedLoop.each(plan.cafes(), CONNECTING_AT_ONCE, this::connect)
                .compose(connected ->
                        waitForAll(agents.stream().map(LoadAgent::filled).toList(), FILL_SECONDS_MAX))
                .compose(filled -> load(cpu))
                .compose(used -> empty().map(used))
                .map(used -> report(plan.cpu() ? used : null));
    }

    private Future<Void> connect(int cafe) {
        return AgentWire.connect(client, new AgentEndpoint(plan.target().server(), cafes.key(cafe)), trade.outgoing())
                .map(wire -> {
                    var agent = new LoadAgent(cafe, plan, trade);
                    agents.add(agent);
                    agent.begin(wire, hello());
                    return (Void) null;
                })
                .otherwise(failure -> notConnected(failure));
    }

    private @Nullable Void notConnected(Throwable failure) {
        String what = failure instanceof UpgradeRejectedException refused
                ? "HTTP " + refused.getStatus()
                : failure.getClass().getSimpleName();
        trade.tally().errors.add(Errors.Kind.NOT_CONNECTED, what, 1);
        return null;
    }

    private String hello() {
        var stream = new UUID(random.nextLong(), random.nextLong());
        return AgentEventJson.hello(new Hello(stream, 0, "lingdian-load/1", clock.instant(), plan.terminals()));
    }

    private Future<CpuTime.Used> load(CpuTime cpu) {
        progress.phase("running");
        long begin = trade.nanos().getAsLong();
        long from = begin + TimeUnit.SECONDS.toNanos(plan.warmUpSeconds());
        long to = from + TimeUnit.SECONDS.toNanos(plan.seconds());
        long quarterMillis = plan.warmUpSeconds() * 1_000L / 4;
        trade.tally().measure(millisAfter(begin, quarterMillis), millisAfter(begin, 2 * quarterMillis));
        acknowledgedBefore = trade.tally().acknowledged;
        long ticker = vertx.setPeriodic(1_000, id -> second());
        Runnable stop = begin(begin, to);
        return waitMillis(3 * quarterMillis)
                .onSuccess(rehearsed -> trade.tally().measure(from, to))
                .compose(rehearsed -> waitMillis(plan.warmUpSeconds() * 1_000L - 3 * quarterMillis))
                .onSuccess(warm -> {
                    measuredFrom = clock.instant();
                    cpu.begin();
                })
                .compose(warm -> waitMillis(plan.seconds() * 1_000L))
                .map(over -> cpu.end())
                .onComplete(over -> {
                    stop.run();
                    vertx.cancelTimer(ticker);
                    second();
                });
    }

    /** Starts all cafés; the returned action ends the offering of events. */
    private Runnable begin(long begin, long to) {
        if (agents.isEmpty()) {
            return () -> {};
        }
        return switch (plan.pace()) {
            case Pace.Closed closed -> {
                agents.forEach(LoadAgent::start);
                yield () -> {};
            }
            case Pace.Open(double rate) -> {
                var offer = new OpenLoop(new SendSchedule(begin, rate, agents.size()), to, agents, trade.nanos());
                long ticker = vertx.setPeriodic(1, id -> offer.tick());
                yield () -> {
                    vertx.cancelTimer(ticker);
                    offer.tick();
                };
            }
        };
    }

    private void second() {
        LoadTally tally = trade.tally();
        if (second < plan.warmUpSeconds() + plan.seconds()) {
            progress.second(
                    ++second, tally.acknowledged - acknowledgedBefore, tally.recent.p99Millis(), tally.errors.total());
        }
        acknowledgedBefore = tally.acknowledged;
        tally.recent.clear();
        if (agents.stream().allMatch(LoadAgent::isGone)) {
            everybodyGone.tryComplete();
        }
    }

    private Future<Void> empty() {
        progress.phase("logging every guest out");
        return waitForAll(agents.stream().map(LoadAgent::finish).toList(), EMPTY_SECONDS_MAX);
    }

    private Future<Void> closeAll() {
        List<Future<Void>> closed = agents.stream().map(LoadAgent::close).toList();
        return waitForAll(closed, CLOSE_SECONDS_MAX);
    }

    private LoadReport report(CpuTime.@Nullable Used used) {
        agents.forEach(LoadAgent::giveUp);
        long unsent = agents.stream().mapToLong(LoadAgent::unsent).sum();
        trade.tally().errors.add(Errors.Kind.UNSENT, "events", unsent);
        return new LoadReport(plan, trade.tally(), measuredFrom, used);
    }

    /** Waits this long, or less if no café is left. */
    private Future<Void> waitMillis(long millis) {
        if (millis == 0) {
            return Future.succeededFuture();
        }
        return Future.any(everybodyGone.future(), vertx.timer(millis, TimeUnit.MILLISECONDS))
                .mapEmpty();
    }

    private static long millisAfter(long nanos, long millis) {
        return nanos + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Waits until all have ended in any way, but at most this many seconds: the report states what is missing then. */
    private Future<Void> waitForAll(List<Future<Void>> all, int seconds) {
        return Future.any(Future.join(all).otherwiseEmpty(), vertx.timer(seconds, TimeUnit.SECONDS))
                .mapEmpty();
    }
}
