export { encodeReceipt } from './receipt/encode.ts';
export type { Receipt } from './receipt/encode.ts';
export type { CommandSet } from './receipt/command-set.ts';
export { receiptSvg } from './receipt/preview.ts';
export { createRenderer } from './render/renderer.ts';
export type { Renderer, RendererOptions } from './render/renderer.ts';
export { RenderRefused } from './render/render-refused.ts';
export type { RenderCode } from './render/render-refused.ts';
export type { Preview, PrintedSheet, TemplateView } from './render/task.ts';
export { DEFAULT_TEMPLATES, SAMPLE_DATA } from './template/defaults.ts';
export { TEMPLATE_KINDS } from './template/fields.ts';
export type { TemplateData, TemplateItem, TemplateKind } from './template/fields.ts';
export { checkTemplate, fillTemplate } from './template/fill.ts';
export type { TemplateFault } from './template/parse.ts';
export { previewTemplate } from './template/preview.ts';
export { paperColumns } from './receipt/columns.ts';
export { troubleOf } from './escpos/status.ts';
export type { PrinterStatus, Trouble } from './escpos/status.ts';
export { createDirectDriver, DRIVER_TIMES } from './driver/direct.ts';
export type { DirectDriver, DirectDriverOptions, DriverTimes } from './driver/direct.ts';
export type {
  AfterReason,
  BeforeReason,
  Confirmation,
  DriverState,
  Outcome,
  PrintJob,
} from './driver/outcome.ts';
export type { Driver } from './driver/driver.ts';
export { createDriver } from './driver/create-driver.ts';
export type { DriverOptions } from './driver/create-driver.ts';
export { parsePrinterUrl } from './driver/printer-url.ts';
export type { PrinterUrl } from './driver/printer-url.ts';
export { Offered } from './driver/offered.ts';
export { reportSurely } from './driver/report-surely.ts';
export { reportOf, stateWord } from './driver/report.ts';
export { tcpDial } from './driver/tcp-dial.ts';
export { createVirtualPrinter } from './virtual/virtual-printer.ts';
export type { KeptSheet, VirtualPrinter, VirtualPrinterOptions } from './virtual/virtual-printer.ts';
export { packSheet, unpackSheet } from './virtual/pack-sheet.ts';
export type { Paper } from './virtual/paper.ts';
export type { Faults } from './virtual/faults.ts';
export { createPaperPage } from './virtual/page/server.ts';
export type { PaperPage } from './virtual/page/server.ts';
export { runVirtualPrinter } from './virtual/cli/run.ts';
export type { PrinterIo } from './virtual/cli/run.ts';
