package lingdian.agent.setup;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import lingdian.agent.setup.ServiceCall.UnansweredException;
import lingdian.agent.spool.SpoolReport;

/** The café's machine: its disk, the agent's records, whether the agent runs, and whether the LAN can reach it. */
final class MachineExamination {
    private static final long MEGABYTE = 1 << 20;
    /** The agent records nothing below its reserve of 8 MB. */
    private static final long FULL = 16 * MEGABYTE;

    private static final long LOW = 1_024 * MEGABYTE;
    /** More than a café makes in half an hour: the service was not reached for longer. */
    private static final long WAITING_MANY = 100;

    private final Path directory;
    private final AgentConfiguration configuration;
    private final List<Finding> findings;

    MachineExamination(Path directory, AgentConfiguration configuration, List<Finding> findings) {
        this.directory = directory;
        this.configuration = configuration;
        this.findings = findings;
    }

    void examine() {
        disk();
        Optional<JsonObject> status = status();
        status.ifPresentOrElse(this::runningRecords, this::restingRecords);
        lan();
    }

    private void disk() {
        long free = directory.toFile().getUsableSpace();
        Symptom symptom = free < FULL ? Symptom.DISK_FULL : free < LOW ? Symptom.DISK_LOW : Symptom.DISK_ENOUGH;
        findings.add(Finding.of(symptom, "megabytes", free / MEGABYTE).with("directory", directory));
    }

    /** The agent's own word about itself; empty, and noted, if it does not run here. */
    private Optional<JsonObject> status() {
        URI url = url(everywhere() ? "127.0.0.1" : configuration.host(), "/status");
        try {
            HttpRequest.Builder asked = HttpRequest.newBuilder(url).header("Accept", "application/json");
            secret().ifPresent(secret -> asked.header("Authorization", "Bearer " + secret));
            HttpResponse<String> answer = ServiceCall.send(asked.GET().build());
            if (answer.statusCode() == 200) {
                var status = new JsonObject(answer.body());
                running(url, status.getJsonObject("connection"));
                return Optional.of(status);
            }
            findings.add(Finding.of(Symptom.AGENT_OF_ANOTHER, "url", url).with("status", answer.statusCode()));
        } catch (UnansweredException notThere) {
            findings.add(Finding.of(Symptom.AGENT_NOT_RUNNING, "url", url));
        } catch (RuntimeException notOurs) {
            findings.add(Finding.of(Symptom.AGENT_OF_ANOTHER, "url", url).with("status", 200));
        }
        return Optional.empty();
    }

    private void running(URI url, JsonObject connection) {
        String stopped = connection.getString("stopped");
        if (stopped != null) {
            findings.add(Finding.of(Symptom.AGENT_REFUSED, "reason", stopped));
        } else {
            boolean connected = connection.getBoolean("connected");
            findings.add(Finding.of(connected ? Symptom.AGENT_RUNNING : Symptom.AGENT_OFFLINE, "url", url)
                    .with("since", connection.getString("since")));
        }
    }

    private void runningRecords(JsonObject status) {
        JsonObject records = status.getJsonObject("records");
        records(
                records.getLong("lastSeq"),
                records.getLong("unsent"),
                records.getJsonArray("setAside", new JsonArray()).stream()
                        .map(String::valueOf)
                        .toList());
    }

    private void restingRecords() {
        try {
            Optional<SpoolReport> report = SpoolReport.of(directory);
            if (report.isEmpty()) {
                findings.add(Finding.of(Symptom.RECORDS_NONE));
                return;
            }
            SpoolReport found = report.get();
            if (found.damage() != null) {
                findings.add(Finding.of(Symptom.RECORDS_DAMAGED, "damage", found.damage()));
            } else {
                records(found.lastSeq(), found.lastSeq() - found.ackedSeq(), found.setAside());
            }
        } catch (IOException unreadable) {
            findings.add(Finding.of(
                    Symptom.RECORDS_DAMAGED, "damage", unreadable.getClass().getSimpleName()));
        }
    }

    private void records(long lastSeq, long unsent, List<String> setAside) {
        findings.add(
                Finding.of(unsent > WAITING_MANY ? Symptom.RECORDS_WAITING : Symptom.RECORDS_SOUND, "lastSeq", lastSeq)
                        .with("unsent", unsent));
        if (!setAside.isEmpty()) {
            findings.add(Finding.of(Symptom.RECORDS_SET_ASIDE, "names", String.join(", ", setAside)));
        }
    }

    private void lan() {
        List<String> addresses = everywhere() ? lanAddresses() : List.of(configuration.host());
        if (addresses.stream().allMatch(MachineExamination::loopback)) {
            findings.add(Finding.of(Symptom.LAN_NOT_OFFERED, "host", configuration.host()));
            return;
        }
        List<String> reached = addresses.stream().filter(this::answers).toList();
        findings.add(
                reached.isEmpty()
                        ? Finding.of(Symptom.LAN_UNREACHED, "host", configuration.host())
                        : Finding.of(Symptom.LAN_REACHED, "url", url(reached.getFirst(), "/status"))
                                .with("port", configuration.port()));
    }

    private boolean everywhere() {
        return configuration.host().equals("0.0.0.0") || configuration.host().equals("::");
    }

    private boolean answers(String address) {
        try {
            ServiceCall.send(
                    HttpRequest.newBuilder(url(address, "/status")).GET().build());
            return true;
        } catch (UnansweredException closed) {
            return false;
        }
    }

    private URI url(String host, String path) {
        return URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + configuration.port() + path);
    }

    private Optional<String> secret() {
        Path file = directory.resolve(AgentFiles.SECRET);
        try {
            return Files.exists(file) ? Optional.of(AgentFiles.text(file).strip()) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean loopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    private static List<String> lanAddresses() {
        var addresses = new ArrayList<String>();
        try {
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(card.getInetAddresses())) {
                    if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
                        addresses.add(address.getHostAddress());
                    }
                }
            }
        } catch (SocketException unknown) {
            // none to try
        }
        return addresses;
    }
}
