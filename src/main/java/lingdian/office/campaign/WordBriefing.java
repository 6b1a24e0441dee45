package lingdian.office.campaign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.util.Units;
import org.apache.poi.xddf.usermodel.chart.AxisCrosses;
import org.apache.poi.xddf.usermodel.chart.AxisPosition;
import org.apache.poi.xddf.usermodel.chart.BarDirection;
import org.apache.poi.xddf.usermodel.chart.ChartTypes;
import org.apache.poi.xddf.usermodel.chart.LegendPosition;
import org.apache.poi.xddf.usermodel.chart.XDDFBarChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFDataSourcesFactory;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFChart;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;

/** A briefing as .docx. Tables and charts are Word's own, so that its recipient can work with the numbers. */
public final class WordBriefing {
    private static final String FONT = "宋体";
    private static final int CHART_WIDTH = 15 * Units.EMU_PER_CENTIMETER;
    private static final int CHART_HEIGHT = 8 * Units.EMU_PER_CENTIMETER;

    private WordBriefing() {}

    /** The file's bytes. */
    public static byte[] bytes(Briefing briefing) throws IOException {
        try (var document = new XWPFDocument();
                var bytes = new ByteArrayOutputStream()) {
            XWPFParagraph title = document.createParagraph();
            title.setAlignment(ParagraphAlignment.CENTER);
            text(title, briefing.title(), 18, true);
            for (Block block : briefing.blocks()) {
                add(document, block);
            }
            document.write(bytes);
            return bytes.toByteArray();
        }
    }

    private static void add(XWPFDocument document, Block block) throws IOException {
        switch (block) {
            case Block.Heading heading -> heading(document.createParagraph(), heading.text());
            case Block.Paragraph paragraph -> text(document.createParagraph(), paragraph.text(), 12, false);
            case Block.Table table -> table(document, table);
            case Block.Bars bars -> chart(document, bars);
        }
    }

    private static void heading(XWPFParagraph paragraph, String text) {
        paragraph.setSpacingBefore(240);
        paragraph.setKeepNext(true);
        text(paragraph, text, 14, true);
    }

    private static void text(XWPFParagraph paragraph, String text, int size, boolean bold) {
        XWPFRun run = paragraph.createRun();
        run.setFontFamily(FONT);
        run.setFontFamily(FONT, XWPFRun.FontCharRange.eastAsia);
        run.setFontSize(size);
        run.setBold(bold);
        run.setText(text);
    }

    private static void table(XWPFDocument document, Block.Table table) {
        XWPFTable made =
                document.createTable(table.rows().size() + 1, table.head().size());
        made.setWidth("100%");
        made.getRow(0).setRepeatHeader(true);
        fill(made, 0, table.head(), true);
        for (int i = 0; i < table.rows().size(); i++) {
            fill(made, i + 1, table.rows().get(i), false);
        }
        document.createParagraph();
    }

    private static void fill(XWPFTable table, int row, List<String> cells, boolean bold) {
        for (int i = 0; i < cells.size(); i++) {
            XWPFTableCell cell = table.getRow(row).getCell(i);
            text(cell.getParagraphs().getFirst(), cells.get(i), 10, bold);
        }
    }

    private static void chart(XWPFDocument document, Block.Bars bars) throws IOException {
        XWPFChart chart = chart(document);
        chart.setTitleText(bars.title());
        chart.setTitleOverlay(false);
        chart.getOrAddLegend().setPosition(LegendPosition.BOTTOM);
        var categories = chart.createCategoryAxis(AxisPosition.LEFT);
        var values = chart.createValueAxis(AxisPosition.BOTTOM);
        values.setCrosses(AxisCrosses.AUTO_ZERO);
        values.setMinimum(0);
        var bar = (XDDFBarChartData) chart.createData(ChartTypes.BAR, categories, values);
        bar.setBarDirection(BarDirection.BAR);
        bar.setVaryColors(false);
        for (int i = 0; i < bars.series().size(); i++) {
            addTo(bar, chart, bars, i);
        }
        chart.plot(bar);
    }

    private static XWPFChart chart(XWPFDocument document) throws IOException {
        try {
            return document.createChart(CHART_WIDTH, CHART_HEIGHT);
        } catch (InvalidFormatException impossible) {
            throw new IllegalStateException("a new document accepts a chart", impossible);
        }
    }

    private static void addTo(XDDFBarChartData bar, XWPFChart chart, Block.Bars bars, int index) {
        Block.Series series = bars.series().get(index);
        var labels = XDDFDataSourcesFactory.fromArray(bars.labels().toArray(String[]::new), column(chart, bars, 0), 0);
        var numbers = XDDFDataSourcesFactory.fromArray(
                series.numbers().toArray(Long[]::new), column(chart, bars, index + 1), index + 1);
        bar.addSeries(labels, numbers).setTitle(series.name(), chart.setSheetTitle(series.name(), index + 1));
    }

    /** The cells of the sheet behind the chart, below a line of titles. */
    private static String column(XWPFChart chart, Block.Bars bars, int column) {
        return chart.formatRange(new CellRangeAddress(1, bars.labels().size(), column, column));
    }
}
