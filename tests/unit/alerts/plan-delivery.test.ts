import { expect } from 'chai';
import { describe, it } from 'mocha';
import { planDelivery } from '#api/modules/alerts/delivery/plan-delivery.ts';
import { quietUntil } from '#api/modules/alerts/delivery/quiet-hours.ts';

/** Tehran is three and a half hours ahead of UTC. */
const at = (local: string): Date => new Date(`2026-11-23T${local}:00+03:30`);

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' };

  it('availableChannels over midnight, from their first minute until their last', () => {
    expect(quietUntil(at('21:59'), night)).to.equal(undefined);
    expect(quietUntil(at('22:00'), night)).to.deep.equal(new Date('2026-11-24T03:30:00Z'));
    expect(quietUntil(at('03:00'), night)).to.deep.equal(new Date('2026-11-23T03:30:00Z'));
    expect(quietUntil(at('07:00'), night)).to.equal(undefined);
  });

  it('may lie within a day, or be the whole day, or none', () => {
    expect(quietUntil(at('13:30'), { from: '13:00', to: '15:00' })).to.deep.equal(at('15:00'));
    expect(quietUntil(at('15:00'), { from: '13:00', to: '15:00' })).to.equal(undefined);
    expect(quietUntil(at('09:00'), { from: '08:00', to: '08:00' })).to.deep.equal(
      new Date('2026-11-24T04:30:00Z'),
    );
    expect(quietUntil(at('03:00'), null)).to.equal(undefined);
  });
});

describe('the plan of a delivery', () => {
  const person = {
    id: '0',
    channel: 'email',
    address: 'a@example.org',
    quiet: { from: '22:00', to: '07:00' },
    counted: 0,
  } as const;
  const now = {
    severity: 'warning',
    now: at('12:00'),
    dailyQuota: 2,
    availableChannels: { mail: true },
  } as const;

  it('is to send, and uses up the quota of the day', () => {
    expect(planDelivery(person, now)).to.include({ state: 'queued', countedOn: '2026-11-23' });
  });

  it('waits for the end of quiet hours before it looks at the quota', () => {
    const plan = planDelivery({ ...person, counted: 2 }, { ...now, now: at('23:00') });
    expect(plan).to.include({ state: 'waiting', reason: 'quiet-hours', countedOn: null });
  });

  it('leaves out who has had the alerts of the day', () => {
    expect(planDelivery({ ...person, counted: 2 }, now)).to.include({
      state: 'skipped',
      reason: 'daily-quota',
    });
  });

  it('knows neither in an emergency, which uses up nothing', () => {
    const emergency = { ...now, severity: 'emergency', now: at('23:00') } as const;
    expect(planDelivery({ ...person, counted: 9 }, emergency)).to.include({
      state: 'queued',
      countedOn: null,
    });
  });

  it('says why nothing can be sent', () => {
    expect(planDelivery({ ...person, channel: 'sms' }, now)).to.include({
      state: 'skipped',
      reason: 'no-sms-gateway',
    });
    expect(planDelivery(person, { ...now, availableChannels: { mail: false } })).to.include({
      state: 'skipped',
      reason: 'no-mail-server',
    });
  });
});
