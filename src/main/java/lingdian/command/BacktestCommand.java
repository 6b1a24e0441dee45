package lingdian.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Regions;
import lingdian.law.json.RulesFile;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.YamlFile;
import lingdian.platform.text.TextConsole;
import lingdian.record.backtest.Backtest;
import lingdian.record.backtest.BacktestPage;
import lingdian.record.backtest.BacktestTables;
import lingdian.record.backtest.Candidate;
import lingdian.record.backtest.CandidateHours;
import lingdian.record.backtest.HistoryExport;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backtest}: applies candidate rules or hours, or again the released ones, to the recorded past. */
@Command(
        name = "backtest",
        description =
                "Judge the recorded past by other rules or hours, and report which findings would be added, removed or"
                        + " changed. Without --rules and --hours the released rules are replayed, and the exit status is 1 where"
                        + " they find anything else. The column \"outside\" counts findings that this record cannot decide, with"
                        + " the reasons below the tables.",
        mixinStandardHelpOptions = true)
public final class BacktestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "HISTORY",
            description = "A file that --export wrote. Without it, the record of a database is read.")
    private @Nullable Path history;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--rules", paramLabel = "FILE", description = "Candidate rules, in the form of rules.yaml.")
    private @Nullable Path rules;

    @Option(
            names = "--hours",
            paramLabel = "FILE",
            description = "Candidate schedules and orders (YAML or JSON), as if they had been entered in time.")
    private @Nullable Path hours;

    @Option(
            names = "--law",
            description =
                    "With --rules: also compare the law that findings quote and the authorities that they concern.")
    private boolean law;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "Only write the record of the database to this file, without personal data.")
    private @Nullable Path export;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write every difference to this file.")
    private @Nullable Path csv;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page of the result to this file.")
    private @Nullable Path html;

    @Option(
            names = "--progress",
            paramLabel = "DIR",
            description = "Keep intermediate results in this directory, so that an interrupted run can be resumed.")
    private @Nullable Path progress;

    @Override
    public Integer call() throws Exception {
        check();
        if (export != null) {
            exportTo(export);
            return 0;
        }
        Candidate candidate = candidate();
        Path directory = progress == null ? Files.createTempDirectory("lingdian-backtest") : progress;
        try {
            return run(candidate, directory);
        } finally {
            if (progress == null) {
                delete(directory);
            }
        }
    }

    private void check() {
        var mistakes = new Mistakes();
        for (Path file :
                Stream.of(history, rules, hours).filter(Objects::nonNull).toList()) {
            mistakes.check(Files.isRegularFile(file), file + ": no such file");
        }
        mistakes.check(
                history == null || export == null && !database.isNamed(),
                "HISTORY excludes --database, --embedded and --export");
        mistakes.check(
                export == null || rules == null && hours == null && csv == null && html == null && progress == null,
                "--export excludes --rules, --hours, --csv, --html and --progress");
        mistakes.check(!law || rules != null, "--law needs --rules");
        mistakes.checkWritable("--export", export);
        mistakes.checkWritable("--csv", csv);
        mistakes.checkWritable("--html", html);
        mistakes.refuse();
    }

    private Candidate candidate() {
        return new Candidate(
                rules == null ? null : YamlFile.read(rules, RulesFile.class).toRules(),
                hours == null ? null : YamlFile.read(hours, CandidateHours.class),
                law);
    }

    private int run(Candidate candidate, Path directory) throws Exception {
        Files.createDirectories(directory);
        Path file = history == null ? exported(directory) : history;
        Backtest.Result result = replay(new Backtest(file, directory, candidate), Files.size(file));
        PrintWriter out = spec.commandLine().getOut();
        BacktestTables.of(result.tally()).forEach(out::println);
        out.printf("%,d events of %,d cafés%n", result.events(), result.cafes());
        out.flush();
        if (csv != null) {
            Files.copy(result.differences(), csv, StandardCopyOption.REPLACE_EXISTING);
        }
        if (html != null) {
            Files.writeString(html, BacktestPage.of(result, candidate, regionNames()));
        }
        return candidate.released() && !result.tally().isTheSame() ? 1 : 0;
    }

    private static UnaryOperator<String> regionNames() {
        Regions regions = ConfigDirectory.find(null).table("regions.csv", Regions::read);
        return code -> RegionCode.find(code).flatMap(regions::name).orElse(code);
    }

    /** An interrupted backtest continues with its earlier export, because a running database has changed since. */
    private Path exported(Path directory) throws Exception {
        Path file = directory.resolve("history.ndjson");
        if (Files.notExists(file)) {
            exportTo(file);
        }
        return file;
    }

    private void exportTo(Path file) throws Exception {
        database.use(address -> {
            export(address, file);
            return file;
        });
    }

    private static void export(DatabaseAddress address, Path file) throws SQLException, IOException {
        var exporting = new HistoryExport(address, new SecureRandom());
        if (!TextConsole.attached()) {
            exporting.to(file, (cafes, of) -> {});
            return;
        }
        try (ProgressBar bar = TextConsole.bar("export", 1, " cafés")) {
            exporting.to(file, (cafes, of) -> bar.maxHint(of).stepTo(cafes));
        }
    }

    private static Backtest.Result replay(Backtest backtest, long bytes) throws IOException {
        if (!TextConsole.attached()) {
            return backtest.run(read -> {});
        }
        try (ProgressBar bar = TextConsole.bar("back-test", bytes, " MiB", 1 << 20)) {
            return backtest.run(bar::stepTo);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
