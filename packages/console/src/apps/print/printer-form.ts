import type { NewPrinter, Printer } from '@posthouse/print/contract';

/** Who prints: decides which fields of the form there are. */
export const DRIVERS = ['direct', 'client', 'agent'] as const;
export type Driver = (typeof DRIVERS)[number];
export const PAPER_WIDTHS = [58, 72, 80] as const;
export const COMMAND_SETS = ['escpos', 'generic', 'star'] as const;
export const MOST_COPIES = 10;

/** The form of a printer, as its fields hold it. */
export interface PrinterForm {
  name: string;
  driver: Driver;
  address: string;
  port: number;
  paperWidth: number;
  copies: number;
  autoPrint: boolean;
  active: boolean;
  ticket: 'receipt' | 'kitchen';
  categories: string[];
  commandSet: (typeof COMMAND_SETS)[number];
  fallback: number | null;
  description: string;
}

export function emptyForm(): PrinterForm {
  return {
    name: '',
    driver: 'direct',
    address: '',
    port: 9100,
    paperWidth: 80,
    copies: 1,
    autoPrint: true,
    active: true,
    ticket: 'receipt',
    categories: [],
    commandSet: 'escpos',
    fallback: null,
    description: '',
  };
}

export function formOf(printer: Printer): PrinterForm {
  return {
    name: printer.name,
    driver: DRIVERS.find((known) => known === printer.driver) ?? 'direct',
    address: printer.ip_address ?? '',
    port: printer.port,
    paperWidth: printer.paper_width,
    copies: printer.print_copies,
    autoPrint: printer.auto_print_orders,
    active: printer.is_active,
    ticket: printer.ticket === 'kitchen' ? 'kitchen' : 'receipt',
    categories: [...printer.categories],
    commandSet: printer.command_set,
    fallback: printer.fallback_id,
    description: printer.description ?? '',
  };
}

/** Fields with something wrong; the text is `print.printer.fault.<field>`. */
export type FormFault = 'name' | 'address' | 'port' | 'copies';

/** What the hub would refuse, said before it is asked. */
export function faultsOf({ name, driver, address, port, copies }: PrinterForm): readonly FormFault[] {
  const faults: FormFault[] = [];
  if (!/^\P{Cc}{1,100}$/u.test(name.trim())) faults.push('name');
  if (driver === 'direct' && !/^[0-9A-Za-z.:_-]{1,45}$/.test(address.trim())) faults.push('address');
  if (driver === 'direct' && !isWithin(port, 65_535)) faults.push('port');
  if (!isWithin(copies, MOST_COPIES)) faults.push('copies');
  return faults;
}

/** The body that makes or changes the printer. Only a direct printer has an address of its own. */
export function bodyOf(form: PrinterForm): NewPrinter {
  return {
    name: form.name.trim(),
    driver: form.driver,
    ip_address: form.driver === 'direct' ? form.address.trim() : null,
    ...(form.driver === 'direct' && { port: form.port }),
    paper_width: form.paperWidth,
    print_copies: form.copies,
    auto_print_orders: form.autoPrint,
    is_active: form.active,
    ticket: form.ticket,
    categories: form.categories.map((name) => name.trim()).filter(Boolean),
    command_set: form.commandSet,
    fallback_id: form.fallback,
    description: form.description.trim() || null,
  };
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
