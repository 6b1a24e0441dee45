package lingdian.simulation.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** The results of a run, for people and for programs. */
public final class LoadReport {
    private static final String SCHEDULE_LAG = "schedule lag";

    private final LoadPlan plan;
    private final LoadTally tally;
    private final @Nullable Instant measuredFrom;
    private final CpuTime.@Nullable Used cpu;

    LoadReport(LoadPlan plan, LoadTally tally, @Nullable Instant measuredFrom, CpuTime.@Nullable Used cpu) {
        this.measuredFrom = measuredFrom;
        this.plan = plan;
        this.tally = tally;
        this.cpu = cpu;
    }

    public boolean isFaultless() {
        return tally.errors.total() == 0;
    }

    LoadTally tally() {
        return tally;
    }

    double eventsPerSecond() {
        return perSecond(tally.measuredAcknowledged);
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(row("cafés", count(plan.cafes())));
        lines.add(row("pace", pace()));
        lines.add(row("mix", plan.mix() + ", " + plan.terminals() + " terminals"));
        lines.add(row("measured", plan.seconds() + " s after " + plan.warmUpSeconds() + " s"));
        lines.add(row("events/s acknowledged", count(Math.round(eventsPerSecond()))));
        lines.add(row("verdicts/s", count(Math.round(perSecond(tally.measuredVerdicts)))));
        latencies(lines);
        lines.add(row("sent", megabytes(tally.measuredBytesSent)));
        lines.add(row("received", megabytes(tally.measuredBytesReceived)));
        if (cpu != null) {
            processors(lines, cpu);
        }
        lines.add(row("machine", machine()));
        lines.add(row("whole run", wholeRun()));
        lines.add(row("errors", count(tally.errors.total())));
        tally.errors.byKind().forEach((kind, ofKind) -> lines.add(row("  " + kind, words(ofKind))));
        return lines;
    }

    private void latencies(List<String> lines) {
        if (plan.mix().logins() > 0) {
            lines.add(row("verdict latency", latency(tally.verdictLatency.summary())));
        }
        lines.add(row("ack latency", latency(tally.ackLatency.summary())));
        if (plan.pace() instanceof Pace.Open) {
            lines.add(row(SCHEDULE_LAG, latency(tally.lag.summary())));
        }
    }

    private void processors(List<String> lines, CpuTime.Used used) {
        lines.add(row(
                "generator's processor",
                String.format(Locale.ROOT, "%.2f cores, %.2f µs per event", used.ownCores(), microsPerEvent(used))));
        lines.add(row(
                "machine's processors",
                String.format(
                        Locale.ROOT,
                        "%.2f cores busy; load average before: %.2f",
                        used.machineCores(),
                        used.loadAverageBefore())));
    }

    private double microsPerEvent(CpuTime.Used used) {
        return used.ownSeconds() * 1e6 / Math.max(1, tally.measuredAcknowledged);
    }

    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("cafes", plan.cafes())
                .put("pace", paceJson())
                .put("mix", plan.mix().toString())
                .put("terminals", plan.terminals())
                .put("batchEvents", plan.batch())
                .put("warmUpSeconds", plan.warmUpSeconds())
                .put("measuredSeconds", plan.seconds())
                .put("eventsPerSecond", eventsPerSecond())
                .put("verdictsPerSecond", perSecond(tally.measuredVerdicts))
                .put("verdictLatency", latencyJson(tally.verdictLatency.summary()))
                .put("verdictLatencyOfMinutes", minutesJson())
                .put("ackLatency", latencyJson(tally.ackLatency.summary()))
                .put("bytesSent", tally.measuredBytesSent)
                .put("bytesReceived", tally.measuredBytesReceived)
                .put("wholeRun", wholeRunJson())
                .put("errors", errorsJson())
                .put("machine", machineJson());
        if (measuredFrom != null) {
            json.put("measuredFrom", Rfc3339.iso(measuredFrom));
        }
        if (plan.pace() instanceof Pace.Open) {
            json.put("scheduleLag", latencyJson(tally.lag.summary()));
        }
        return cpu == null ? json : json.put("processor", processorJson(cpu));
    }

    private JsonObject processorJson(CpuTime.Used used) {
        return new JsonObject()
                .put("generatorSeconds", used.ownSeconds())
                .put("generatorCores", used.ownCores())
                .put("generatorMicrosPerEvent", microsPerEvent(used))
                .put("machineCores", used.machineCores())
                .put("loadAverageBefore", used.loadAverageBefore());
    }

    private JsonObject wholeRunJson() {
        return new JsonObject()
                .put("events", tally.sent)
                .put("acknowledged", tally.acknowledged)
                .put("logins", tally.logins)
                .put("verdicts", tally.verdicts)
                .put("rejects", tally.rejects)
                .put("messages", tally.messagesSent)
                .put("bytesSent", tally.bytesSent)
                .put("bytesReceived", tally.bytesReceived);
    }

    private JsonObject errorsJson() {
        JsonObject errors = new JsonObject().put("total", tally.errors.total());
        tally.errors
                .byKind()
                .forEach((kind, ofKind) -> errors.put(kind, new JsonObject(Map.<String, Object>copyOf(ofKind))));
        return errors;
    }

    private static JsonObject machineJson() {
        return new JsonObject()
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"))
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("architecture", System.getProperty("os.arch"));
    }

    private static String machine() {
        JsonObject machine = machineJson();
        return machine.getInteger("cores") + " cores, " + machine.getString("java") + ", " + machine.getString("system")
                + " " + machine.getString("architecture");
    }

    private String wholeRun() {
        return String.format(
                Locale.ROOT,
                "%,d events sent in %,d messages, %,d acknowledged; %,d logins, %,d verdicts, %,d rejects",
                tally.sent,
                tally.messagesSent,
                tally.acknowledged,
                tally.logins,
                tally.verdicts,
                tally.rejects);
    }

    private String pace() {
        return switch (plan.pace()) {
            case Pace.Closed(int window) ->
                "closed loop, window " + window + ", up to " + plan.batch() + " per message";
            case Pace.Open(double rate) ->
                String.format(Locale.ROOT, "open loop, %,.0f events/s, up to %d per message", rate, plan.batch());
        };
    }

    private JsonObject paceJson() {
        return switch (plan.pace()) {
            case Pace.Closed(int window) ->
                new JsonObject().put("loop", "closed").put("windowEvents", window);
            case Pace.Open(double rate) -> new JsonObject().put("loop", "open").put("eventsPerSecond", rate);
        };
    }

    private static String latency(Latencies.Summary of) {
        return String.format(
                Locale.ROOT,
                "p50 %,.2f  p99 %,.2f  p99.9 %,.2f  max %,.2f ms  (%,d)",
                of.p50Millis(),
                of.p99Millis(),
                of.p999Millis(),
                of.maxMillis(),
                of.count());
    }

    private static JsonObject latencyJson(Latencies.Summary of) {
        return new JsonObject()
                .put("count", of.count())
                .put("p50Millis", of.p50Millis())
                .put("p99Millis", of.p99Millis())
                .put("p999Millis", of.p999Millis())
                .put("maxMillis", of.maxMillis());
    }

    private JsonArray minutesJson() {
        return new JsonArray(
                tally.minutes().stream().map(LoadReport::latencyJson).toList());
    }

    private String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB, %,.2f MB/s", bytes / 1e6, perSecond(bytes) / 1e6);
    }

    private double perSecond(long count) {
        return (double) count / plan.seconds();
    }

    private static String words(Map<String, Long> counts) {
        List<String> words = new ArrayList<>();
        counts.forEach((what, count) -> words.add(what + ": " + count(count)));
        return String.join(", ", words);
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String row(String what, String value) {
        return String.format(Locale.ROOT, "%-24s %s", what, value);
    }
}
