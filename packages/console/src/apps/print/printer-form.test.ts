import { describe, expect, it } from 'vitest';
import { bodyOf, DRIVERS, emptyForm, faultsOf, formOf } from './printer-form.ts';

const direct = { ...emptyForm(), name: '吧台', address: '192.168.1.50' };

describe('the form of a printer', () => {
  it.each(DRIVERS)('becomes what the hub takes: %s', (driver) => {
    const form = { ...direct, driver, name: ' 吧台 ', categories: [' 茶 ', ''], description: ' ' };
    expect(faultsOf(form)).toEqual([]);
    expect(bodyOf(form)).toMatchObject({ name: '吧台', driver, categories: ['茶'], description: null });
  });

  it('gives only a direct printer an address', () => {
    expect(bodyOf(direct)).toMatchObject({ ip_address: '192.168.1.50', port: 9100 });
    expect(bodyOf({ ...direct, driver: 'client' })).toMatchObject({ ip_address: null });
  });

  it('says what the hub would refuse', () => {
    expect(faultsOf(emptyForm())).toEqual(['name', 'address']);
    expect(faultsOf({ ...direct, address: 'a b', port: 70_000, copies: 11 })).toEqual([
      'address',
      'port',
      'copies',
    ]);
    expect(faultsOf({ ...direct, driver: 'client', address: '', port: 0 })).toEqual([]);
    expect(faultsOf({ ...direct, name: 'x'.repeat(101) })).toEqual(['name']);
  });

  it('shows a printer as it is, and writes it back unchanged', () => {
    const form = { ...direct, categories: ['茶', '咖啡'], ticket: 'kitchen' as const, fallback: 2 };
    const body = bodyOf(form);
    const printer = {
      id: 1,
      virtual: false,
      paused: false,
      confirms: null,
      state: null,
      connected: true,
      created_at: '',
      updated_at: '',
      printer_type: 'thermal',
      ...body,
    };
    expect(formOf(printer as never)).toEqual(form);
  });
});
