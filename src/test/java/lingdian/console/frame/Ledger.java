package lingdian.console.frame;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import lingdian.agent.link.AdminClient;
import lingdian.testing.RunningService;

/** An inspection and a draw of the culture authority of Ruichang for tests that view them; made on first use. */
final class Ledger {
    private final RunningService service;
    private final Night night;
    private String inspection = "";
    private String draw = "";
    private boolean asked;

    Ledger(RunningService service, Night night) {
        this.service = service;
        this.night = night;
    }

    /** The path of the inspection's page. */
    String inspection() {
        if (inspection.isEmpty()) {
            var premises = new JsonArray()
                    .add(new JsonObject()
                            .put("kind", "internet-cafe")
                            .put("placeCode", Night.LATE)
                            .put("name", "夜航网吧")
                            .put("found", "零点十分到场，三人仍在上网，收银台值班人员承认未清场。")
                            .put("violations", new JsonArray(List.of(late()))))
                    .add(new JsonObject().put("kind", "game-hall").put("name", "欢乐电玩城"));
            inspection = "/inspections/"
                    + made(
                            "/inspections",
                            new JsonObject()
                                    .put("kind", "night-round")
                                    .put("unit", "瑞昌市文化市场综合执法大队")
                                    .put("startedAt", "2026-07-11T00:10:00+08:00")
                                    .put("officers", new JsonArray(List.of("李四", "王五")))
                                    .put("vehicles", 1)
                                    .put("premises", premises)
                                    .put("note", "与公安联合行动。"));
            made(
                    inspection + "/photos",
                    new JsonObject()
                            .put(
                                    "photos",
                                    new JsonArray()
                                            .add(new JsonObject()
                                                    .put("name", "收银台.png")
                                                    .put("type", "image/png")
                                                    .put(
                                                            "content",
                                                            Base64.getEncoder().encodeToString(photo(64))))));
        }
        return inspection;
    }

    /** The path of a new inspection, which no other test has changed. */
    String newInspection() {
        return "/inspections/"
                + made("/inspections", new JsonObject().put("kind", "routine").put("unit", "瑞昌市大队"));
    }

    /** The path of the page of the case of the café that stayed open. */
    String caseFile() {
        try {
            service.groupCases();
            return "/cases/"
                    + service.regulator("culture", "360481")
                            .all("/cases", Map.of("placeCode", Night.LATE))
                            .await(PATIENCE_SECONDS, SECONDS)
                            .getJsonObject(0)
                            .getString("id");
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** The path of the draw's page. */
    String draw() {
        if (draw.isEmpty()) {
            draw = "/draws/"
                    + made(
                            "/inspections/draws",
                            new JsonObject().put("count", 2).put("officers", new JsonArray(List.of("李四", "王五", "赵六"))));
        }
        return draw;
    }

    /** The path of the page of the newest set of rules. */
    String ruleSet() {
        try {
            JsonObject newest = service.admin()
                    .all("/rule-sets", Map.of())
                    .await(PATIENCE_SECONDS, SECONDS)
                    .getJsonObject(0);
            return "/administration/rules/" + newest.getString("id");
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** The path of a new complaint's page. */
    String complaint() {
        return "/complaints/"
                + made(
                        "/complaints",
                        new JsonObject()
                                .put("way", "telephone")
                                .put("subject", "hours")
                                .put("content", "夜航网吧零点以后还在营业，楼下很吵。")
                                .put("placeCode", Night.LATE)
                                .put("reporter", new JsonObject().put("telephone", "0792-000000")));
    }

    /** The path of the inbox, with a record request and a hold to be lifted, which another account asked for. */
    String approvals() {
        if (!asked) {
            asked = true;
            made(
                    "/record-requests",
                    new JsonObject()
                            .put("placeCode", Night.LATE)
                            .put("from", "2026-07-09T20:00:00+08:00")
                            .put("to", "2026-07-10T08:00:00+08:00")
                            .put("reason", "核对零点后在线人员，案卷第 12 页"));
            String hold = made(
                    "/legal-holds",
                    new JsonObject()
                            .put("from", "2026-07-01")
                            .put("to", "2026-07-10")
                            .put("reason", "复议期间须保存"));
            made("/legal-holds/" + hold + "/lifting", new JsonObject().put("reason", "复议已经终结"));
        }
        return "/approvals";
    }

    /** A PNG of {@code pixels} by {@code pixels}. */
    static byte[] photo(int pixels) {
        var picture = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(pixels / 2, pixels / 2, Color.ORANGE.getRGB());
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private String late() {
        String path = night.violation("OVERTIME_OPERATION");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String made(String path, JsonObject body) {
        try {
            AdminClient culture = service.regulator("culture", "360481");
            return culture.call(HttpMethod.POST, path, body)
                    .await(PATIENCE_SECONDS, SECONDS)
                    .getString("id");
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }
}
