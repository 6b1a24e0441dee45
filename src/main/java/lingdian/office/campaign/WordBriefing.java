package lingdian.office.campaign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.apache.poi.ooxml.POIXMLProperties;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.util.Units;
import org.apache.poi.wp.usermodel.HeaderFooterType;
import org.apache.poi.xddf.usermodel.XDDFColor;
import org.apache.poi.xddf.usermodel.XDDFSolidFillProperties;
import org.apache.poi.xddf.usermodel.chart.AxisCrossBetween;
import org.apache.poi.xddf.usermodel.chart.AxisCrosses;
import org.apache.poi.xddf.usermodel.chart.AxisOrientation;
import org.apache.poi.xddf.usermodel.chart.AxisPosition;
import org.apache.poi.xddf.usermodel.chart.BarDirection;
import org.apache.poi.xddf.usermodel.chart.ChartTypes;
import org.apache.poi.xddf.usermodel.chart.LegendPosition;
import org.apache.poi.xddf.usermodel.chart.XDDFBarChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFDataSourcesFactory;
import org.apache.poi.xwpf.usermodel.XWPFChart;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.apache.xmlbeans.XmlException;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageMar;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageSz;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSectPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyles;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTblGrid;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.StylesDocument;

/**
 * A briefing as .docx, in the form of official letters (GB/T 9704-2012): A4, its margins, fonts, page numbers.
 *
 * <p>Tables and charts are Word's own, so that its recipient can work with the numbers; the styles have the usual names,
 * so that a table of contents finds the headings.
 */
public final class WordBriefing {
    /** A4 with GB/T 9704's margins, in twentieths of a point: 37 mm above, 28 mm at the left, 156 by 225 mm of text. */
    private static final int PAGE_WIDTH = 11_906;

    private static final int PAGE_HEIGHT = 16_838;
    private static final int TOP = 2_098;
    private static final int LEFT = 1_588;
    private static final int RIGHT = 1_474;
    private static final int BOTTOM = 1_984;
    private static final int FOOTER = 1_300;

    private static final int CHART_WIDTH = 15 * Units.EMU_PER_CENTIMETER;
    private static final int CHART_HEIGHT = 8 * Units.EMU_PER_CENTIMETER;

    private static final byte[][] COLOURS = {{0x1f, 0x5f, (byte) 0xa8}, {(byte) 0xd0, 0x7a, 0x00}};

    private WordBriefing() {}

    /** The file's bytes. */
    public static byte[] bytes(Briefing briefing) throws IOException {
        try (var document = new XWPFDocument();
                var bytes = new ByteArrayOutputStream()) {
            describe(document, briefing);
            document.createStyles().setStyles(styles());
            page(document);
            text(document, "Letterhead", orGap(briefing.office(), "（发文机关）"));
            text(document, "LetterNumber", "（发文机关代字）" + briefing.number());
            text(document, "Title", briefing.title());
            text(document, "Addressee", "（主送机关）：");
            for (Block block : briefing.blocks()) {
                add(document, block);
            }
            document.write(bytes);
            return bytes.toByteArray();
        }
    }

    /** The file's own description: its author is the office, not the library that wrote it. */
    private static void describe(XWPFDocument document, Briefing briefing) {
        POIXMLProperties properties = document.getProperties();
        properties.getCoreProperties().setCreator(briefing.office());
        properties.getCoreProperties().setTitle(briefing.title());
        properties.getExtendedProperties().getUnderlyingProperties().setApplication("Lingdian");
    }

    private static CTStyles styles() throws IOException {
        try (InputStream xml = WordBriefing.class.getResourceAsStream("/lingdian/office/campaign/letter-styles.xml")) {
            return StylesDocument.Factory.parse(Objects.requireNonNull(xml, "in this jar"))
                    .getStyles();
        } catch (XmlException impossible) {
            throw new IllegalStateException("the styles of letters are well-formed", impossible);
        }
    }

    private static void page(XWPFDocument document) {
        CTSectPr section = document.getDocument().getBody().addNewSectPr();
        CTPageSz size = section.addNewPgSz();
        size.setW(PAGE_WIDTH);
        size.setH(PAGE_HEIGHT);
        CTPageMar margins = section.addNewPgMar();
        margins.setTop(TOP);
        margins.setLeft(LEFT);
        margins.setRight(RIGHT);
        margins.setBottom(BOTTOM);
        margins.setFooter(FOOTER);
        XWPFParagraph number = document.createFooter(HeaderFooterType.DEFAULT).createParagraph();
        number.setStyle("Footer");
        number.createRun().setText("— ");
        number.getCTP().addNewFldSimple().setInstr("PAGE");
        number.createRun().setText(" —");
    }

    private static void add(XWPFDocument document, Block block) throws IOException {
        switch (block) {
            case Block.Heading heading -> text(document, "Heading" + heading.level(), heading.text());
            case Block.Paragraph paragraph -> text(document, "BodyText", paragraph.text());
            case Block.ToWrite toWrite ->
                text(document, "BodyText", toWrite.hint()).setTextHighlightColor("yellow");
            case Block.Signature signature -> sign(document, signature);
            case Block.Annex annex -> {
                text(document, "AnnexLabel", annex.label());
                text(document, "AnnexTitle", annex.title());
            }
            case Block.Table table -> table(document, table);
            case Block.Bars bars -> chart(document, bars);
        }
    }

    private static void sign(XWPFDocument document, Block.Signature signature) {
        text(document, "BodyText", "");
        text(document, "BodyText", "附件：" + String.join("、", signature.annexes()));
        text(document, "BodyText", "");
        text(document, "Signature", orGap(signature.office(), "（发文机关署名）"));
        text(document, "Signature", signature.date());
    }

    private static String orGap(String text, String gap) {
        return text.isEmpty() ? gap : text;
    }

    private static XWPFRun text(XWPFDocument document, String style, String text) {
        return text(document.createParagraph(), style, text);
    }

    private static XWPFRun text(XWPFParagraph paragraph, String style, String text) {
        paragraph.setStyle(style);
        XWPFRun run = paragraph.createRun();
        run.setText(text);
        return run;
    }

    private static void table(XWPFDocument document, Block.Table table) {
        XWPFTable made =
                document.createTable(table.rows().size() + 1, table.head().size());
        made.setWidth("100%");
        setWidths(made, table.widths());
        made.getRow(0).setRepeatHeader(true);
        fill(made, 0, table.head(), "TableHead");
        for (int i = 0; i < table.rows().size(); i++) {
            made.getRow(i + 1).setCantSplitRow(true);
            fill(made, i + 1, table.rows().get(i), "TableText");
        }
        text(document, "TableText", "");
    }

    /** In the grid and in the cells: each program follows another of the two. */
    private static void setWidths(XWPFTable table, List<Integer> widths) {
        int sum = widths.stream().mapToInt(Integer::intValue).sum();
        CTTblGrid grid = table.getCTTbl().getTblGrid() == null
                ? table.getCTTbl().addNewTblGrid()
                : table.getCTTbl().getTblGrid();
        while (grid.sizeOfGridColArray() > 0) {
            grid.removeGridCol(0);
        }
        for (int i = 0; i < widths.size(); i++) {
            int width = (PAGE_WIDTH - LEFT - RIGHT) * widths.get(i) / sum;
            grid.addNewGridCol().setW(width);
            for (XWPFTableRow row : table.getRows()) {
                row.getCell(i).setWidth(String.valueOf(width));
            }
        }
    }

    private static void fill(XWPFTable table, int row, List<String> cells, String style) {
        for (int i = 0; i < cells.size(); i++) {
            XWPFTableCell cell = table.getRow(row).getCell(i);
            text(cell.getParagraphs().getFirst(), style, cells.get(i));
        }
    }

    private static void chart(XWPFDocument document, Block.Bars bars) throws IOException {
        XWPFChart chart = chart(document);
        document.getParagraphs().getLast().setStyle("Figure"); // its line grows with the chart
        chart.setTitleText(bars.title());
        chart.setTitleOverlay(false);
        chart.getOrAddLegend().setPosition(LegendPosition.BOTTOM);
        var categories = chart.createCategoryAxis(AxisPosition.LEFT);
        var values = chart.createValueAxis(AxisPosition.BOTTOM);
        values.setCrosses(AxisCrosses.MAX);
        values.setCrossBetween(AxisCrossBetween.BETWEEN);
        values.setMinimum(0);
        categories.setOrientation(AxisOrientation.MAX_MIN); // the first bar above
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
        XDDFChartData.Series drawn = bar.addSeries(labels, numbers);
        drawn.setTitle(series.name(), chart.setSheetTitle(series.name(), index + 1));
        // LibreOffice draws a bar without a colour of its own as nothing.
        drawn.setFillProperties(new XDDFSolidFillProperties(XDDFColor.from(COLOURS[index % COLOURS.length])));
    }

    /** The cells of the sheet behind the chart, below a line of titles. */
    private static String column(XWPFChart chart, Block.Bars bars, int column) {
        return chart.formatRange(new CellRangeAddress(1, bars.labels().size(), column, column));
    }
}
